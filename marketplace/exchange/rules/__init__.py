"""How the text of a list is read: columns, cheques, stages, places, trades and keys."""
