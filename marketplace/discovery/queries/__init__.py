"""What visitors may find: everything here is public."""
