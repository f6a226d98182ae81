"""Clocks, percentiles and bare queries, for the programs beside this package."""
