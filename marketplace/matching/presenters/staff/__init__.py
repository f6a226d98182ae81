"""Weights, drafts, coverage and comparisons as the staff pages want them."""
