"""Tables of matching: what organisations say about each other, how far pairs have come, the weights, the board."""

from marketplace.matching.models.board import BoardList, BoardParty, BoardRound
from marketplace.matching.models.pairs import PairOutcome, Preference
from marketplace.matching.models.weights import WeightsVersion

__all__ = ["BoardList", "BoardParty", "BoardRound", "PairOutcome", "Preference", "WeightsVersion"]
