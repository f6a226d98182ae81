"""Reading a list into plans, applying them in batches, undoing a batch."""
