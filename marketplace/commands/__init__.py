"""Operators' commands that know every feature: serve, set up, jobs, journal, the demo."""
