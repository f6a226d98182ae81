"""The numbers that everybody may see, and what waits for the person who signed in."""
