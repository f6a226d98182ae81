"""Pairs for fitting: all that happened in an earlier window, and chance pairs of the same window."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.commands.windows import Window
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.criteria import allowed
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import blocks
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.signals import SIGNALS

SEED = 7
OTHERS = 100
# For each real pair so many other offers beside its seeker, and other seekers beside its offer. Measured on earlier
# windows: investments gain by it in both directions, acquisitions lose, where few buyers make most deals.
BESIDE = {Role.INVEST: 40, Role.ACQUIRE: 0}


@dataclass(frozen=True)
class Sample:
    """Signal values (signals in the order of the table, by pairs), and whether each pair happened."""

    values: Floats
    happened: NDArray[np.bool_]


def sample_of(window: Window, answers: frozenset[tuple[str, str]]) -> Sample:
    """The answers, and chance pairs that no hard criterion forbids.

    Most are drawn from all pairs alike, so that how often a seeker makes deals at all is learnt too: what fits best is
    then the best for either side that asks.
    """
    seekers = {seat.profile: number for number, seat in enumerate(window.seekers)}
    offers = {seat.profile: number for number, seat in enumerate(window.offers)}
    happened = {(seekers[left], offers[right]) for left, right in answers if left in seekers and right in offers}
    drawn = _drawn(happened, (len(seekers), len(offers)), BESIDE[window.role])
    pairs = np.array(sorted(happened | drawn), np.int64).reshape(-1, 2)
    values, passed = _values(window, pairs)
    real = np.array([(left, right) in happened for left, right in pairs.tolist()], np.bool_)
    return Sample(values[:, passed], real[passed])


def _drawn(happened: set[tuple[int, int]], shape: tuple[int, int], beside: int) -> set[tuple[int, int]]:
    chance = np.random.default_rng(SEED)
    most = OTHERS * len(happened)
    drawn = set(
        zip(chance.integers(0, shape[0], most).tolist(), chance.integers(0, shape[1], most).tolist(), strict=True)
    )
    for seeker, offer in sorted(happened):
        drawn.update((seeker, other) for other in chance.integers(0, shape[1], beside).tolist())
        drawn.update((other, offer) for other in chance.integers(0, shape[0], beside).tolist())
    return drawn


def _values(window: Window, pairs: NDArray[np.int64]) -> tuple[Floats, NDArray[np.bool_]]:
    corpus = corpus_of(window.seekers, window.offers)
    left, right = side_of(window.seekers, corpus), side_of(window.offers, corpus)
    columns: list[Floats] = [np.zeros((len(SIGNALS), 0), np.float32)]
    passed = [np.zeros(0, np.bool_)]
    for first, last in blocks(left, len(right)):
        inside = pairs[(pairs[:, 0] >= first) & (pairs[:, 0] < last)]
        block, chosen = Pairs(left.rows(first, last), right, window.month), (inside[:, 0] - first, inside[:, 1])
        columns.append(np.stack([signal.value(block)[chosen] for signal in SIGNALS]).astype(np.float32))
        passed.append(allowed(block)[chosen])
    return np.hstack(columns), np.concatenate(passed)
