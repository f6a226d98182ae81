"""What an enterprise offers, and the public page that shows it beside the enterprise."""
