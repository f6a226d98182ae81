"""Bringing real lists in, row by row and with a report, and taking a whole list back."""
