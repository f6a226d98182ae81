"""The one part that a reader's own words add: how well a search finds the other party, bounded by its table."""

from collections.abc import Mapping, Sequence

import numpy as np

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.explanation import Part
from marketplace.matching.rules.score import added
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.signals import Topic
from marketplace.matching.rules.weights import RoleWeights

CODE = "asked_words"
# By profile, from 0 to 1; None where the party was found but nothing says how well.
Relevance = Mapping[str, float | None]


def with_words(odds: Floats, seats: Sequence[Seat], found: Relevance, weights: RoleWeights) -> Floats:
    """The log-odds with what the words add, minus infinity for whom they do not find; what is forbidden stays so."""
    values = np.array([_value(found.get(seat.profile)) for seat in seats], np.float32)
    known = np.array([seat.profile in found for seat in seats], np.bool_)
    total: Floats = np.where(known, odds + added(values, weights.tables.get(CODE)), -np.inf).astype(np.float32)
    return total


def part_of_words(profile: str, found: Relevance, weights: RoleWeights) -> Part:
    """The same for one party, as a part of its score."""
    value = found.get(profile)
    adds = added(np.array([_value(value)], np.float32), weights.tables.get(CODE))
    return Part(CODE, Topic.ASKED, value, float(adds[0]))


def shares_of_best(scores: Mapping[str, float]) -> dict[str, float | None]:
    """Scores of one search as shares of the best of them: a number from 0 to 1 whatever the engine's own scale."""
    best = max(scores.values(), default=0.0)
    return {found: score / best if best > 0 else None for found, score in scores.items()}


def _value(relevance: float | None) -> float:
    return np.nan if relevance is None else relevance
