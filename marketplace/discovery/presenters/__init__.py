"""What was found, in the words of the page."""
