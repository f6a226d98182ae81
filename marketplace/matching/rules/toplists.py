"""The first places of many readers' lists, and how often each party stands there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.order import DECIMALS, Hashes, ordered

PLACES = 10
MOST_SHOWN = 10
Numbers = NDArray[np.int64]
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """Readers by items: the log-odds (minus infinity: never shown), a hash of each, and the party behind each item.

    Parties are numbered from 0; a party may have several items, and takes one place of a list at most.
    """

    odds: NDArray[np.float32]
    readers: Hashes
    items: Hashes
    party: Numbers
    parties: int


@dataclass(frozen=True)
class Exposure:
    """How often each party stands among the first ten of some list, and what follows from it."""

    counts: Numbers

    @property
    def shown(self) -> float:
        """The share of the parties that stand in somebody's first ten."""
        return float((self.counts > 0).mean()) if len(self.counts) else 0.0

    @property
    def never(self) -> int:
        """How many stand in nobody's."""
        return int((self.counts == 0).sum())

    @property
    def crowding(self) -> float:
        """The share of all places that the ten most shown hold."""
        total = int(self.counts.sum())
        return float(np.sort(self.counts)[-MOST_SHOWN:].sum() / total) if total else 0.0

    @property
    def gini(self) -> float:
        """0 where all are shown equally often, towards 1 where few hold all places."""
        many, total = len(self.counts), float(self.counts.sum())
        if not many or not total:
            return 0.0
        ranks = np.arange(1, many + 1)
        return float((2 * ranks - many - 1) @ np.sort(self.counts) / (many * total))


def first_places(asked: Asked, places: int = PLACES) -> Numbers:
    """For each reader the parties in the first places, best first, as pages show them; -1 where there are no more."""
    out = np.full((len(asked.odds), places), -1, np.int64)
    for number, reader in enumerate(asked.readers):
        found = _first(asked, asked.odds[number], reader, places)
        out[number, : len(found)] = found
    return out


def _first(asked: Asked, odds: NDArray[np.float32], reader: np.uint64, places: int) -> list[int]:
    """Only the best few are put in order; all of them where one party holds too many of the best."""
    possible = np.flatnonzero(np.isfinite(odds))
    near = 4 * places
    if len(possible) > near:
        rounded = np.round(odds[possible].astype(np.float64), DECIMALS)
        least = np.partition(rounded, -near)[-near]
        found = _distinct(asked, odds, reader, possible[rounded >= least])
        if len(found) >= places:
            return found[:places]
    return _distinct(asked, odds, reader, possible)[:places]


def _distinct(asked: Asked, odds: NDArray[np.float32], reader: np.uint64, among: NDArray[np.intp]) -> list[int]:
    order = among[ordered(odds[among], asked.items[among], reader)]
    return list(dict.fromkeys(asked.party[order].tolist()))


def exposure_of(places: Numbers, parties: int) -> Exposure:
    """How often each party stands in the lists."""
    return Exposure(np.bincount(places[places >= 0], minlength=parties).astype(np.int64))


def best_of_parties(asked: Asked) -> Doubles:
    """Readers by parties: the log-odds of each party's best item; minus infinity where it may not be shown."""
    best = np.full((asked.parties, len(asked.odds)), -np.inf)
    np.maximum.at(best, asked.party, asked.odds.T)
    return best.T
