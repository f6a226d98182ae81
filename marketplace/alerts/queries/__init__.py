"""The doors to what people follow, and to what they were told."""
