"""A score that was shown, made again from what was kept of it."""

from collections.abc import Sequence

import numpy as np

from marketplace.matching.rules.score import additions
from marketplace.matching.rules.taught import CODES as TAUGHT
from marketplace.matching.rules.weights import RoleWeights

UNIT = 1_000_000_000


def kept(value: float | None) -> int | None:
    """A value as it is kept: a whole number of billionths."""
    return None if value is None else round(value * UNIT)


def log_odds_again(codes: Sequence[str], values: Sequence[int | None], weights: RoleWeights, unit: int = UNIT) -> float:
    """The sum behind a score: what each kept value adds by the weights that were in force.

    What the reader's own answers added was kept as such: they say what they add, no weights.
    """
    known = np.array([np.nan if value is None else value / unit for value in values], np.float32)
    weighed = [number for number, code in enumerate(codes) if code not in TAUGHT]
    adds = additions(known[weighed][:, None], weights, [codes[number] for number in weighed])
    learnt = [known[number] for number, code in enumerate(codes) if code in TAUGHT]
    return weights.intercept + float(adds.sum(dtype=np.float64)) + float(np.sum(learnt, dtype=np.float64))
