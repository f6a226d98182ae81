"""Stored files: what an organisation gives as evidence, readable inside one audience only."""
