"""The matching scorer beside its peers on the same windows of past deals, and what its parts are worth."""
