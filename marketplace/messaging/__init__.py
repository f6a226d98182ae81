"""Two parties who agreed to know each other write to one another; nobody else learns that they do."""
