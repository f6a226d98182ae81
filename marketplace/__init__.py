"""Vươn: takes a Vietnamese digital enterprise from a profile to a counted international deal."""
