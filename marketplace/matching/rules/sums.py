"""Sums over many pairs: what is added to each kind of offers is summed up first, and spread to all offers once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.kinds import Fields, Kinds, kinds
from marketplace.matching.rules.pairs import Pairs


class Part:
    """A block of pairs with one offer of each kind, or with all offers, and a sum for each of these pairs."""

    def __init__(self, pairs: Pairs, found: Kinds | None) -> None:
        """Nothing is added yet."""
        self._kinds = found
        self.pairs = pairs if found is None else Pairs(pairs.seekers, found.rows, pairs.month)
        self.total = np.zeros(self.pairs.shape, np.float32)

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """The values of kinds as values of all offers; one column where there is one kind."""
        if self._kinds is None or values.shape[1] == 1:
            return values
        return np.take(values, self._kinds.of, axis=1)

    def at(self, values: NDArray[Any], finer: "Part") -> NDArray[Any]:
        """The values as values of the kinds of another part, which reads all that this one reads and maybe more."""
        if finer is self or values.shape[1] == 1:
            return values
        if finer._kinds is None or self._kinds is None:
            return self.spread(values)
        return np.take(values, self._kinds.of[finer._kinds.first], axis=1)


class Sums:
    """The parts of a block of pairs, one for each list of fields that is read of offers."""

    def __init__(self, pairs: Pairs) -> None:
        """No part yet."""
        self._pairs = pairs
        self._parts: dict[Fields | None, Part] = {}

    def part(self, read: Fields | None) -> Part:
        """The part for what reads these fields, or everything; fields that hardly two offers share are no kinds."""
        found = None if read is None else kinds(self._pairs.offers, read)
        key = None if found is None else read
        if key not in self._parts:
            self._parts[key] = Part(self._pairs, found)
        return self._parts[key]

    def whole(self, start: float) -> Floats:
        """All sums together, for every pair."""
        total = np.full(self._pairs.shape, start, np.float32)
        for part in self._parts.values():
            if part.total.any():
                total += part.spread(part.total)
        return total
