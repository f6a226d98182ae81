"""Commands of matching for operators: rank a window of past deals, fit weights on earlier ones."""
