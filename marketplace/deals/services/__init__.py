"""What people do with introductions, deals, evidence and the count: one function for each."""
