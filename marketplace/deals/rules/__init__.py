"""What can happen to an introduction and a deal, what is missing, and which deals count."""
