"""The rules of the overview: what needs somebody first, and how far a party has come."""

from marketplace.reporting.rules.journey import First, Progress, Step, first_things, funnel
from marketplace.reporting.rules.urgency import SOON, STALLED_AFTER, Standing, Weight

__all__ = ["SOON", "STALLED_AFTER", "First", "Progress", "Standing", "Step", "Weight", "first_things", "funnel"]
