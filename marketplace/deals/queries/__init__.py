"""The only doors to introductions and deals: each takes the person asking, and strangers find nothing."""
