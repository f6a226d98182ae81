"""A window as every peer sees it: the product's own seats, signals and hard criteria; never the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from marketplace.matching.commands.windows import Tables, Window, read_tables, role_of, window_of
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.criteria import allowed
from marketplace.matching.rules.order import hashed
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import blocks
from marketplace.matching.rules.sides import Side, side_of
from marketplace.matching.rules.signals import SIGNALS

FORBIDDEN = np.float32(-np.inf)
BY_CODE = {signal.code: signal.value for signal in SIGNALS}


@dataclass(frozen=True)
class Ranked:
    """Scores of seekers by offers, the higher the better: as investors see companies, and as companies see them."""

    offers: Floats
    seekers: Floats


@dataclass(frozen=True)
class Scene:
    """One window with both sides encoded, and where earlier windows can be learned from."""

    set_folder: Path
    begins: str
    tables: Tables
    window: Window

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """Seekers and offers as arrays."""
        corpus = corpus_of(self.window.seekers, self.window.offers)
        return side_of(self.window.seekers, corpus), side_of(self.window.offers, corpus)

    @cached_property
    def allowed(self) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        """Which pairs pass the product's hard criteria: here, those that are not partners already."""
        return np.vstack([allowed(block) for _, block in self.pairs()])

    @property
    def shape(self) -> tuple[int, int]:
        """How many seekers and how many offers."""
        return len(self.window.seekers), len(self.window.offers)

    def pairs(self) -> Iterator[tuple[int, Pairs]]:
        """All pairs in blocks that fit into memory, each with the number of its first seeker."""
        seekers, offers = self.sides
        for first, last in blocks(seekers, len(offers)):
            yield first, Pairs(seekers.rows(first, last), offers, self.window.month)

    def over(self, value: Callable[[Pairs], Floats]) -> Floats:
        """One value for every pair."""
        return np.vstack([value(block) for _, block in self.pairs()]).astype(np.float32)

    def signals(self, codes: Iterable[str]) -> Mapping[str, Floats]:
        """Signals of the product by their codes; what is unknown is 0."""
        wanted = list(codes)
        rows = [[np.nan_to_num(BY_CODE[code](block)) for code in wanted] for _, block in self.pairs()]
        return {code: np.vstack([row[place] for row in rows]) for place, code in enumerate(wanted)}

    def ties(self) -> Floats:
        """A number from 0 to 1 for every pair, by a hash of both names: what decides between equal scores."""
        left = hashed(seat.profile for seat in self.window.seekers)
        right = hashed(seat.profile for seat in self.window.offers)
        mixed = (left[:, None] ^ right[None, :]) * np.uint64(0x9E3779B97F4A7C15)
        return ((mixed >> np.uint64(40)) / np.float64(1 << 24)).astype(np.float32)


def scene_of(set_folder: Path, folder: Path, begins: str) -> Scene:
    """Read a window's folder."""
    tables = read_tables(folder)
    return Scene(set_folder, begins, tables, window_of(tables, role_of(tables.history)))
