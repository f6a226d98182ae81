"""Digests and what is followed, in words."""
