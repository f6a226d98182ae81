"""What other weights would change: the first places of the same readers before and after."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.toplists import Asked, Doubles, Exposure, Numbers, exposure_of, first_places

LEAST_SHOWN = 0.40
MOST_CROWDED = 0.30
MOVERS = 5


@dataclass(frozen=True, slots=True)
class Mover:
    """A party, and in how many of the looked-at lists it stands among the first ten before and after."""

    party: int
    before: int
    after: int


@dataclass(frozen=True)
class Effect:
    """What changes for some readers; `changed` is how many of each reader's first ten were not there before."""

    changed: Numbers
    correlation: float | None
    before: Exposure
    after: Exposure
    risers: tuple[Mover, ...]
    fallers: tuple[Mover, ...]

    @property
    def readers(self) -> int:
        """How many lists were looked at."""
        return len(self.changed)

    @property
    def mean_changed(self) -> float:
        """How many of ten change on average."""
        return float(self.changed.mean()) if len(self.changed) else 0.0

    @property
    def untouched(self) -> float:
        """The share of readers whose first ten are the same parties as before."""
        return float((self.changed == 0).mean()) if len(self.changed) else 1.0


@dataclass(frozen=True, slots=True)
class Rails:
    """Whether enough parties are shown to somebody, and none fill everybody's list."""

    shown: float
    crowding: float
    attainable: bool

    @property
    def hold(self) -> bool:
        """Both hold."""
        return self.shown >= LEAST_SHOWN and self.crowding <= MOST_CROWDED


def rails_of(exposure: Exposure) -> Rails:
    """The guard rails; with few parties or few places no order of them could keep the rails."""
    many, places = len(exposure.counts), int(exposure.counts.sum())
    attainable = many * MOST_CROWDED >= min(many, 10) and places >= LEAST_SHOWN * many
    return Rails(exposure.shown, exposure.crowding, attainable)


def effect(before: Asked, after: Asked) -> Effect:
    """Compare the lists of the same readers over the same parties."""
    one, other = first_places(before), first_places(after)
    shown = exposure_of(one, before.parties), exposure_of(other, after.parties)
    changed = np.array([len(set(new[new >= 0]) - set(old)) for old, new in zip(one, other, strict=True)], np.int64)
    risers, fallers = movers(shown[0].counts, shown[1].counts)
    return Effect(changed, correlation(before.odds, after.odds), *shown, risers, fallers)


def movers(before: Numbers, after: Numbers, most: int = MOVERS) -> tuple[tuple[Mover, ...], tuple[Mover, ...]]:
    """The parties that gain and those that lose most places, the largest change first."""
    gained = after - before
    order = np.argsort(-gained, kind="stable")
    back = np.argsort(gained, kind="stable")
    return (
        tuple(_mover(place, before, after) for place in order[:most] if gained[place] > 0),
        tuple(_mover(place, before, after) for place in back[:most] if gained[place] < 0),
    )


def _mover(place: np.intp, before: Numbers, after: Numbers) -> Mover:
    return Mover(int(place), int(before[place]), int(after[place]))


def correlation(before: NDArray[np.float32], after: NDArray[np.float32]) -> float | None:
    """Spearman's rank correlation of whole lists, the mean over readers; None where no list has two to compare."""
    found = [_spearman(one, other) for one, other in zip(before, after, strict=True)]
    known = [value for value in found if value is not None]
    return float(np.mean(known)) if known else None


def _spearman(before: NDArray[np.float32], after: NDArray[np.float32]) -> float | None:
    both = np.isfinite(before) & np.isfinite(after)
    one, other = _ranks(before[both]), _ranks(after[both])
    one, other = one - one.mean() if len(one) else one, other - other.mean() if len(other) else other
    length = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / length if length else None


def _ranks(values: NDArray[np.float32]) -> Doubles:
    """Ranks from 0, equal values sharing the middle of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Doubles = (last - (counts + 1) / 2)[inverse]
    return middle
