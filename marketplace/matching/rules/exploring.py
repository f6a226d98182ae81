"""The exploration share: one place in ten of the first page goes to a party that fits well and is little shown."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.order import hashed

PAGE = 20
EVERY = 10
NEAR = 60
Numbers = NDArray[np.int64]


def explore(order: Sequence[int], shown: Numbers, reader: np.uint64, week: str) -> tuple[list[int], frozenset[int]]:
    """The order with its exploring places, and which items hold them.

    `order` holds items, best first; `shown` says how often each item (of the whole book) stands in somebody's first
    places, by what everybody may see. The last place of each ten on the first page goes to one of the next forty that
    is shown no more than half as often as usual; nobody else moves by more than the places taken. Which one it is
    changes from week to week and from reader to reader.
    """
    near = order[PAGE:NEAR]
    usual = float(shown.mean()) if len(shown) else 0.0
    rare = [item for item in near if shown[item] <= usual / 2]
    chosen = _drawn(rare, PAGE // EVERY, reader, week)
    if not chosen:
        return list(order), frozenset()
    taken = set(chosen)
    rest = [item for item in order if item not in taken]
    for number, item in enumerate(chosen, 1):
        rest.insert(number * EVERY - 1, item)
    return rest, frozenset(taken)


def _drawn(items: Sequence[int], most: int, reader: np.uint64, week: str) -> list[int]:
    """A few of the items, the same for a reader all week, best first."""
    lots = hashed(f"{item}/{week}" for item in items) ^ reader if items else np.zeros(0, np.uint64)
    drawn = {items[number] for number in np.argsort(lots, kind="stable")[:most]}
    return [item for item in items if item in drawn]
