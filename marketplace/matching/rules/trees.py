"""Trees of depth two told as tables: what each signal adds alone, and what two add together, exactly the same sum.

The shape of an explainable boosting machine: every leaf of such a tree is a box in the steps of at most two signals.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]
Steps = NDArray[np.uint8]
Pair = tuple[int, int]
ROUNDS = 30
STILL = 1e-9


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a leaf adds, and which steps of which signals (by number) lead to it; the last step is "unknown"."""

    adds: float
    steps: Mapping[int, Flags]


@dataclass(frozen=True, slots=True)
class Additions:
    """A constant, the additions of each signal by step, and of two signals by the steps of both."""

    constant: float
    alone: Mapping[int, Doubles]
    together: Mapping[Pair, Doubles]


def added_up(leaves: Iterable[Leaf], widths: Sequence[int]) -> Additions:
    """The sum of all leaves as tables; `widths` counts the steps of each signal, "unknown" among them.

    Raises ValueError for a leaf on three signals: it is no table.
    """
    constant = 0.0
    alone: dict[int, Doubles] = {}
    together: dict[Pair, Doubles] = {}
    for leaf in leaves:
        signals = sorted(leaf.steps)
        if not signals:
            constant += leaf.adds
        elif len(signals) == 1:
            (one,) = signals
            alone.setdefault(one, np.zeros(widths[one]))[leaf.steps[one]] += leaf.adds
        elif len(signals) == 2:
            first, second = signals
            grid = together.setdefault((first, second), np.zeros((widths[first], widths[second])))
            grid[np.ix_(leaf.steps[first], leaf.steps[second])] += leaf.adds
        else:
            raise ValueError("a leaf on more than two signals")
    return Additions(constant, alone, together)


def purified(additions: Additions, steps: Steps) -> Additions:
    """The same sums with everything that one signal can say said by it alone (a functional analysis of variance).

    `steps` are the steps of usual pairs (signals by pairs): over them each interaction then averages to 0 along both
    signals, and each signal to 0; what is left is the constant.
    """
    constant = additions.constant
    alone: dict[int, Doubles] = defaultdict(lambda: np.zeros(0))
    alone.update({signal: row.copy() for signal, row in additions.alone.items()})
    together = {}
    for (first, second), grid in additions.together.items():
        weight = _joint(steps[first], steps[second], grid.shape)
        rest, rows, columns = _split(grid, weight)
        together[first, second] = rest
        for signal, adds in ((first, rows), (second, columns)):
            alone[signal] = alone[signal] + adds if signal in alone else adds
    for signal, row in alone.items():
        seen = np.bincount(steps[signal], minlength=len(row))[: len(row)].astype(float)
        middle = float(row @ seen / max(seen.sum(), 1))
        alone[signal] = row - middle
        constant += middle
    return Additions(constant, dict(alone), together)


def _joint(first: Steps, second: Steps, shape: tuple[int, ...]) -> Doubles:
    flat = first.astype(np.int64) * shape[1] + second
    return np.bincount(flat, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


def _split(grid: Doubles, weight: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """What is left, what the rows say alone, what the columns say alone; rarely seen corners count by a little."""
    weight = weight + weight.sum() * 1e-6 / weight.size + 1e-12
    rest, rows, columns = grid.copy(), np.zeros(grid.shape[0]), np.zeros(grid.shape[1])
    for _ in range(ROUNDS):
        by_row = (rest * weight).sum(1) / weight.sum(1)
        rest, rows = rest - by_row[:, None], rows + by_row
        by_column = (rest * weight).sum(0) / weight.sum(0)
        rest, columns = rest - by_column[None, :], columns + by_column
        if max(np.abs(by_row).max(), np.abs(by_column).max()) < STILL:
            break
    return rest, rows, columns
