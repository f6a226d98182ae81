"""A deterministic order: by score, and where scores are equal by a hash of the two ids, never by age or file order."""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
DECIMALS = 4


def hashed(ids: Iterable[str]) -> Hashes:
    """One number per id."""
    return np.array([int.from_bytes(blake2b(id_.encode(), digest_size=8).digest()) for id_ in ids], np.uint64)


def ordered(odds: NDArray[np.floating], items: Hashes, reader: np.uint64) -> NDArray[np.intp]:
    """The places of the items from the best to the worst for one reader; a ten-thousandth apart is equal."""
    return np.lexsort((items ^ reader, -np.round(odds.astype(np.float64), DECIMALS)))


def leading(odds: NDArray[np.floating], items: Hashes, reader: np.uint64, count: int) -> NDArray[np.intp]:
    """The first places of `ordered`, found without sorting the rest; whoever is at minus infinity is left out."""
    places = np.flatnonzero(np.isfinite(odds))
    if 0 < count < len(places):
        least = np.partition(odds[places], -count)[-count]
        places = places[odds[places] >= least - 2 / 10**DECIMALS]
    return places[ordered(odds[places], items[places], reader)[:count]]
