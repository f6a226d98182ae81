"""Tables brought as near as they come to the log-odds that free trees tell, while what is unknown adds nothing.

One table after another takes up what is still missing in each of its cells (backfitting, Hastie and Tibshirani 1990).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.trees import Additions, Doubles, Pair, Steps

PASSES = 8
RIDGE = 20.0
Cell = NDArray[np.int64]


def settled(start: Additions, together: Sequence[Pair], steps: Steps, wanted: Doubles) -> Additions:
    """The tables of `start`, of two signals those of `together` alone, moved towards the wanted log-odds of the pairs.

    Tables come without their last step, "unknown"; `steps` are those of all pairs, signals by pairs.
    """
    found: dict[tuple[int, ...], Doubles] = {(signal,): row[:-1].copy() for signal, row in sorted(start.alone.items())}
    found |= {pair: start.together[pair][:-1, :-1].copy() for pair in together}
    rest = wanted - start.constant
    for key, table in found.items():
        rest -= _added(table, cells_of(key, steps, table.shape))
    constant = start.constant
    for _ in range(PASSES):
        for key, table in found.items():
            place = cells_of(key, steps, table.shape)
            missing, seen = (np.bincount(place, row, table.size + 1)[:-1] for row in (rest, None))
            change = (missing / (seen + RIDGE)).reshape(table.shape)
            np.add(table, change, out=table)
            rest -= _added(change, place)
        middle = float(rest.mean())
        constant, rest = constant + middle, rest - middle
    return Additions(
        constant,
        {key[0]: table for key, table in found.items() if len(key) == 1},
        {(key[0], key[1]): table for key, table in found.items() if len(key) > 1},
    )


def sums(tables: Additions, steps: Steps) -> Doubles:
    """What the settled tables add up to for each pair."""
    total = np.full(steps.shape[1], tables.constant)
    for signal, row in tables.alone.items():
        total += _added(row, cells_of((signal,), steps, row.shape))
    for pair, grid in tables.together.items():
        total += _added(grid, cells_of(pair, steps, grid.shape))
    return total


def cells_of(key: tuple[int, ...], steps: Steps, shape: tuple[int, ...]) -> Cell:
    """The number of the cell in a table that each pair lies in; one past the last where a signal is unknown."""
    if len(key) == 1:
        alone: Cell = steps[key[0]].astype(np.int64)
        return alone
    first, second = steps[key[0]], steps[key[1]]
    known = (first < shape[0]) & (second < shape[1])
    place: Cell = np.where(known, first.astype(np.int64) * shape[1] + second, shape[0] * shape[1])
    return place


def _added(table: Doubles, place: Cell) -> Doubles:
    found: Doubles = np.append(table, 0.0)[place]
    return found
