"""Plain functions that make what tests speak about; one module per feature."""
