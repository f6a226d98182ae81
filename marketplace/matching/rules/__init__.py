"""The pure part of matching: seats, hard criteria, named signals, the score and its reasons."""
