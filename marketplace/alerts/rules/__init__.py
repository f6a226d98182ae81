"""How often one is told, what counts as new, what was told before, and how much fits into one digest."""
