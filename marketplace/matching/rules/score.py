"""The score: signal values, what each adds, their sum in log-odds, and the same as 0 to 100."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.sides import Side
from marketplace.matching.rules.signals import CODES, SIGNALS
from marketplace.matching.rules.weights import RoleWeights, Table

BLOCK_CELLS = 4_000_000
BLOCK_PAIRS = 140_000
LEAST, MOST = 1.0, 99.0
# Up to here the sums were measured on past deals; beyond, judged signals lean on each other and count for less.
MEASURED = 2.0
BEYOND = 0.4


@dataclass(frozen=True)
class Scores:
    """Values and additions by signal (first axis, in the order of CODES), seeker and offer; NaN is unknown."""

    values: Floats
    adds: Floats
    intercept: float

    @property
    def log_odds(self) -> Floats:
        """The sum of everything that is known."""
        total: Floats = self.adds.sum(0, dtype=np.float64).astype(np.float32) + np.float32(self.intercept)
        return total


def score(pairs: Pairs, weights: RoleWeights) -> Scores:
    """Every addition of every pair: small blocks only, for what people look at."""
    values = np.stack([signal.value(pairs) for signal in SIGNALS])
    adds = np.stack([added(values[number], weights.tables.get(code)) for number, code in enumerate(CODES)])
    return Scores(values, adds, weights.intercept)


def log_odds(pairs: Pairs, weights: RoleWeights) -> Floats:
    """Only the sums, without keeping the parts: for many pairs at once."""
    total = np.full(pairs.shape, weights.intercept, np.float64)
    for signal in SIGNALS:
        table = weights.tables.get(signal.code)
        if table is not None:
            total += added(signal.value(pairs), table)
    return total.astype(np.float32)


def added(values: Floats, table: Table | None) -> Floats:
    """What values add: nothing where unknown, nothing where a signal has no weight."""
    if table is None:
        return np.zeros_like(values)
    adds = np.interp(values, table.at, table.adds)
    return np.where(np.isnan(values), 0, adds).astype(np.float32)


def out_of_hundred(odds: NDArray[np.floating]) -> NDArray[np.float64]:
    """Log-odds as 1 to 99: how sure one could be if exactly one of two pairs, this and a chance one, were real."""
    far = np.abs(odds.astype(np.float64))
    cautious = np.sign(odds) * (np.minimum(far, MEASURED) + BEYOND * np.clip(far - MEASURED, 0, 50))
    shown: NDArray[np.float64] = np.clip(100 / (1 + np.exp(-cautious)), LEAST, MOST)
    return shown


def blocks(seekers: Side, offers: int) -> Iterator[tuple[int, int]]:
    """Stretches of seekers whose past deals by offers fit into memory."""
    starts, first, wide = seekers.deals.starts, 0, max(offers, 1)
    most = max(1, BLOCK_PAIRS // wide)
    while first < len(seekers):
        fitting = int(np.searchsorted(starts, starts[first] + BLOCK_CELLS // wide, "right")) - 1
        last = min(max(fitting, first + 1), first + most, len(seekers))
        yield first, last
        first = last
