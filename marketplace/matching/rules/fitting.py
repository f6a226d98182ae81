"""Fitting: signals cut into steps, and what grew on them told as few tables around what is usual."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.score import reached
from marketplace.matching.rules.settling import sums
from marketplace.matching.rules.trees import Additions, Doubles, Pair, Steps

EDGES = 14
FEWEST_TIMES = 0.3
SPREAD = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.88, 0.94, 0.97, 0.985, 0.995)
NARROW = 1e-5
DECIMALS = 3
FARTHEST, HALVINGS = 10.0, 24
Edges = NDArray[np.float32]


@dataclass(frozen=True)
class Fitted:
    """For an even chance: the intercept, each signal's additions by step, and those of two signals; by number."""

    intercept: float
    edges: tuple[Edges, ...]
    alone: dict[int, Doubles]
    together: dict[Pair, Doubles]


def edges_of(values: Floats) -> Edges:
    """Where one step ends and the next begins: between few values, else spread over those seen.

    A value that many pairs have, like 0 for "nothing in common", is a step of its own.
    """
    seen = values[~np.isnan(values)]
    different = np.unique(seen)
    if len(different) < 2:
        return np.zeros(0, np.float32)
    if len(different) <= EDGES + 1:
        return np.asarray((different[1:] + different[:-1]) / 2, np.float32)
    least = seen.min()
    often = float((seen == least).mean()) > FEWEST_TIMES
    points = np.quantile(seen[seen > least] if often else seen, SPREAD)
    found = np.unique(np.concatenate((different[1:2], points)) if often else points).astype(np.float32)
    return np.asarray(found[np.concatenate(([True], np.diff(found) > NARROW))], np.float32)


def steps_of(values: Floats, edges: Edges) -> NDArray[np.uint8]:
    """The step of each value, as the score finds it; after the last one comes "unknown"."""
    found = np.searchsorted([reached(float(edge)) for edge in edges], values, "right")
    return np.where(np.isnan(values), len(edges) + 1, found).astype(np.uint8)


def fitted(tables: Additions, edges: Sequence[Edges], steps: Steps, happened: NDArray[np.bool_]) -> Fitted:
    """Settled tables as they are stored, with the intercept for an even chance."""
    alone = {signal: np.round(row, DECIMALS) for signal, row in sorted(tables.alone.items())}
    together = {pair: np.round(tables.together[pair], DECIMALS) for pair in sorted(tables.together)}
    told = sums(Additions(0.0, alone, together), steps)
    return Fitted(round(evened(told, happened), DECIMALS), tuple(edges), alone, together)


def evened(told: Doubles, happened: NDArray[np.bool_]) -> float:
    """What to add to log-odds so that they are right on average where one of two pairs is a real one."""
    weight = np.where(happened, 1 / max(happened.sum(), 1), 1 / max((~happened).sum(), 1))
    low, high = -FARTHEST, FARTHEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        claimed = (weight / (1 + np.exp(-np.clip(told + middle, -30, 30)))).sum()
        low, high = (middle, high) if claimed < 1 else (low, middle)
    return float((low + high) / 2)


def strongest(additions: Additions, chance: Steps, most: int) -> list[Pair]:
    """The interactions that move usual pairs most (root of the mean square)."""

    def moves(pair: Pair) -> float:
        return float(np.square(additions.together[pair][chance[pair[0]], chance[pair[1]]]).mean())

    return sorted(additions.together, key=lambda pair: (-moves(pair), pair))[:most]
