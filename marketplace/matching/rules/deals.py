"""Past deals turned into arrays, those of one party after those of another."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import UNKNOWN, Bags, Codes, Floats


@dataclass(frozen=True)
class Deals:
    """Past deals of all rows, one after the other; row r owns starts[r] to starts[r + 1]."""

    starts: NDArray[np.int64]
    month: Floats
    country: Codes
    city: Codes
    amount: Floats
    stage: Codes
    counterpart: Codes
    step: Floats
    first: Floats
    tags: Bags

    def rows(self, first: int, last: int) -> "Deals":
        """The deals of rows `first` up to but not including `last`."""
        begin, end = int(self.starts[first]), int(self.starts[last])
        part = {name.name: getattr(self, name.name)[begin:end] for name in fields(self)[1:-1]}
        return Deals(starts=self.starts[first : last + 1] - begin, tags=self.tags.rows(begin, end), **part)

    @cached_property
    def owner(self) -> NDArray[np.int64]:
        """The row that each deal belongs to."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @cached_property
    def counterparts(self) -> Bags:
        """The other side of each deal, by row; a deal whose other side nobody knows is left out."""
        known = self.counterpart != UNKNOWN
        starts = np.concatenate(([0], np.cumsum(np.bincount(self.owner[known], minlength=len(self.starts) - 1))))
        names = self.counterpart[known]
        return Bags(starts.astype(np.int64), names, np.ones(len(names), np.float32), 0)

    @cached_property
    def rounds(self) -> Floats:
        """How many different months the dated deals of each row lie in."""
        dated = ~np.isnan(self.month)
        months = np.unique(np.column_stack((self.owner[dated], self.month[dated].astype(np.int64))), axis=0)
        return np.bincount(months[:, 0], minlength=len(self.starts) - 1).astype(np.float32)

    @cached_property
    def countries(self) -> Floats:
        """How many different countries the deals of each row lie in."""
        known = self.country != UNKNOWN
        pairs = np.unique(np.column_stack((self.owner[known], self.country[known])), axis=0)
        return np.bincount(pairs[:, 0], minlength=len(self.starts) - 1).astype(np.float32)

    def latest(self, values: Floats) -> Floats:
        """Per row: the value of the latest dated deal that has one, the greatest of one month; NaN if there is none."""
        known = np.flatnonzero(~np.isnan(self.month) & ~np.isnan(values))
        order = known[np.lexsort((values[known], self.month[known], self.owner[known]))]
        out = np.full(len(self.starts) - 1, np.nan, np.float32)
        out[self.owner[order]] = values[order]
        return out
