"""Introductions with both sides' consent, deals with evidence, verification by two officers, and the count."""
