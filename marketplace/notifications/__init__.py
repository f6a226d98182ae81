"""Tells given people, by mail and in a list of their own; never decides whom."""
