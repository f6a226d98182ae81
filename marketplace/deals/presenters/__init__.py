"""Introductions, deals and decisions as pages show them."""
