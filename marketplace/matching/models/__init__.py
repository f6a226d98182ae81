"""Tables of matching: what organisations say about each other, how far pairs have come, and the weights."""

from marketplace.matching.models.pairs import PairOutcome, Preference
from marketplace.matching.models.weights import WeightsVersion

__all__ = ["PairOutcome", "Preference", "WeightsVersion"]
