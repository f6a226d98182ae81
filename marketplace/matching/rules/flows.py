"""What parties of one kind usually do: from which places and subjects deals go to which, against chance."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.seats import PastDeal, Seat

DRAWN = 10.0
SUBJECTS_DRAWN = 40.0
FARTHEST = 3.0
Homes = Callable[[Seat], str | None]
Places = Callable[[PastDeal], str | None]
Numbered = tuple[Iterable[int], Sequence[Iterable[int]]]


@dataclass(frozen=True)
class Flow:
    """From one place: the lift of each place that deals have gone to, and that of all others (logarithms)."""

    elsewhere: float
    lifts: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Customs:
    """Subjects by subjects: how much more often than chance who names one, or has dealt in it, deals in the other."""

    demand: Floats
    kin: Floats


NO_CUSTOMS = Customs(np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32))


def flows_of(seekers: Iterable[Seat], home: Homes, place: Places) -> dict[str, Flow]:
    """By home: where the deals of everybody at home there go; drawn to the usual where there are few."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for seat in seekers:
        start = home(seat)
        if start:
            counts[start].update(end for deal in seat.deals if (end := place(deal)))
    usual: Counter[str] = Counter()
    for row in counts.values():
        usual.update(row)
    everything = usual.total()
    return {start: _flow(row, usual, everything) for start, row in sorted(counts.items()) if row}


def _flow(row: Counter[str], usual: Counter[str], everything: int) -> Flow:
    drawn = log(DRAWN / (row.total() + DRAWN))
    lifts = {
        end: _bounded(log((count * everything / usual[end] + DRAWN) / (row.total() + DRAWN)))
        for end, count in sorted(row.items())
    }
    return Flow(_bounded(drawn), lifts)


def _bounded(lift: float) -> float:
    return max(-FARTHEST, min(FARTHEST, lift))


def customs_of(parties: Sequence[Numbered], width: int) -> Customs:
    """From each party's own subjects and the subjects of each of its deals, as numbers below `width`."""
    named = np.zeros((len(parties), width), np.float32)
    made = np.zeros((len(parties), width), np.float32)
    for number, (own, deals) in enumerate(parties):
        named[number, list(own)] = 1
        for deal in deals:
            made[number, list(deal)] += 1
    counted = np.array([len(deals) for _, deals in parties], np.float32)
    return Customs(_lifts(named, made, counted), _lifts((made > 0).astype(np.float32), made, counted))


def _lifts(left: Floats, made: Floats, counted: Floats) -> Floats:
    """Left subjects by subjects of deals; a party with many deals counts by their logarithm."""
    damped = np.log1p(counted) / np.maximum(counted, 1)
    weighed = made * damped[:, None]
    usual = weighed.sum(0) / max(float((counted * damped).sum()), 1.0)
    with np.errstate(all="ignore"):
        together = np.asarray(left.T @ weighed, np.float32)
    started = (left * (counted * damped)[:, None]).sum(0)
    known = np.where(usual > 0, usual, np.float32(1))
    share = (together / known[None, :] + SUBJECTS_DRAWN) / (started[:, None] + SUBJECTS_DRAWN)
    lifts = np.clip(np.log(share), -FARTHEST, FARTHEST)
    return np.where(usual[None, :] > 0, lifts, 0).astype(np.float32)
