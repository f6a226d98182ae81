"""Who gets the places: groups of parties, their share of the pool and of the first places, and how sure that is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from marketplace.matching.rules.toplists import Doubles, Numbers

FEWEST = 5  # smaller groups stand together: a number about three parties says nothing and points at them
OTHERS, UNTOLD = "others", ""
ROUNDS = 400
SEED = 20_260
EDGES = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Group:
    """Parties that have something in common: how many, how many of them stand in somebody's first ten, their places."""

    label: str
    parties: int
    shown: int
    places: int
    pool_share: float
    place_share: float

    @property
    def never(self) -> int:
        """How many of them nobody sees among the first ten."""
        return self.parties - self.shown


@dataclass(frozen=True, slots=True)
class Fairness:
    """A group's share of places for each part of the pool (1: its share), between two ends, and its mean score."""

    group: Group
    ratio: float | None
    low: float | None
    high: float | None
    score: float | None

    @property
    def differs(self) -> bool:
        """Whether one is outside of both ends: more than chance among readers would explain."""
        return self.low is not None and self.high is not None and not self.low <= 1 <= self.high


def merged(labels: Sequence[str], fewest: int = FEWEST) -> list[str]:
    """The label of each party, small groups as one; untold stays apart unless it is small too."""
    sizes = Counter(labels)
    return [label if sizes[label] >= fewest else OTHERS for label in labels]


def groups(labels: Sequence[str], counts: Numbers) -> list[Group]:
    """The groups of all parties, the largest first; others and untold last."""
    names = sorted(set(labels))
    member = np.array([[label == name for label in labels] for name in names], np.bool_).reshape(
        len(names), len(labels)
    )
    total, many = int(counts.sum()), len(labels)
    found = []
    for name, inside in zip(names, member, strict=True):
        parties, places = int(inside.sum()), int(counts[inside].sum())
        shown = int((counts[inside] > 0).sum())
        share = places / total if total else 0.0
        found.append(Group(name, parties, shown, places, parties / many, share))
    return sorted(found, key=lambda group: (group.label in (OTHERS, UNTOLD), -group.parties, group.label))


def fairness(labels: Sequence[str], places: Numbers, scores: Doubles) -> list[Fairness]:
    """For each group its share of places against its share of the pool, with an interval over readers drawn anew.

    `places` holds each reader's first parties (-1: none), `scores` each reader's score of each party (NaN: never).
    """
    counts = np.bincount(places[places >= 0], minlength=len(labels)).astype(np.int64)
    found = groups(labels, counts)
    number = {group.label: place for place, group in enumerate(found)}
    of_party = np.array([number[label] for label in labels], np.int64)
    held = _held(places, of_party, len(found))
    low, high = _interval(held, np.array([group.pool_share for group in found]))
    means = _mean_scores(scores, of_party, len(found))
    some = bool(held.sum())
    return [
        Fairness(
            group,
            group.place_share / group.pool_share if some else None,
            float(low[place]) if some else None,
            float(high[place]) if some else None,
            None if np.isnan(means[place]) else float(means[place]),
        )
        for place, group in enumerate(found)
    ]


def _held(places: Numbers, of_party: Numbers, many: int) -> Doubles:
    """Readers by groups: how many of the reader's first places the group holds."""
    held = np.zeros((len(places), many))
    readers, columns = np.nonzero(places >= 0)
    np.add.at(held, (readers, of_party[places[readers, columns]]), 1)
    return held


def _interval(held: Doubles, pool: Doubles) -> tuple[Doubles, Doubles]:
    """The two ends between which 95 of 100 draws of readers lie."""
    if not len(held) or not held.sum():
        return np.zeros(len(pool)), np.zeros(len(pool))
    draws = np.random.default_rng(SEED).multinomial(len(held), np.full(len(held), 1 / len(held)), ROUNDS)
    sums = draws @ held
    ratios = sums / np.maximum(sums.sum(1, keepdims=True), 1) / pool
    low, high = np.percentile(ratios, EDGES, axis=0)
    return low, high


def _mean_scores(scores: Doubles, of_party: Numbers, many: int) -> Doubles:
    """The mean score of each group over all pairs that may be shown; NaN where there are none."""
    means = np.full(many, np.nan)
    for group in range(many):
        inside = scores[:, of_party == group]
        if np.isfinite(inside).any():
            means[group] = float(np.nanmean(inside))
    return means


@dataclass(frozen=True, slots=True)
class Gap:
    """A signal, and how much more it adds for one group than for all parties, on average over pairs."""

    code: str
    label: str
    more: float


def gaps(labels: Sequence[str], adds: Doubles, codes: Sequence[str], most: int = 3) -> list[Gap]:
    """For each group the signals that add most more or less than for all; `adds` is signals by parties (means)."""
    found = []
    usual = adds.mean(1) if adds.shape[1] else np.zeros(len(codes))
    for label in sorted(set(labels)):
        inside = np.array([other == label for other in labels])
        apart = adds[:, inside].mean(1) - usual
        strongest = np.argsort(-np.abs(apart), kind="stable")[:most]
        found += [Gap(codes[place], label, float(apart[place])) for place in strongest if abs(apart[place]) > 0.005]
    return found
