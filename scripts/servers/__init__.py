"""The real servers on one machine without Docker: where they come from, how they start, where they are."""
