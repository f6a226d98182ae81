"""Every party: its members and their roles, its units, its corporate group, and who is inside a confidential matter."""
