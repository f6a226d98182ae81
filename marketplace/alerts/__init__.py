"""Tells a person what is new for the searches and match lists that it follows, in one digest, as often as it chose."""
