"""Matches as pages show them: names, reasons as sentences, shares of the score."""
