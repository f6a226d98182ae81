"""Pairs for fitting: all that happened in an earlier window, and a sample of those that did not."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.commands.windows import Window
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import blocks
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.signals import SIGNALS

SEED = 7
OTHERS = 12


@dataclass(frozen=True)
class Sample:
    """Signal values by code, whether the pair happened, and the window it is from."""

    values: dict[str, NDArray[np.float64]]
    happened: NDArray[np.bool_]


def sample_of(window: Window, answers: frozenset[tuple[str, str]]) -> Sample:
    """The answers, and for each as many random offers for its seeker as random seekers for its offer."""
    seekers = {seat.profile: number for number, seat in enumerate(window.seekers)}
    offers = {seat.profile: number for number, seat in enumerate(window.offers)}
    happened = {(seekers[left], offers[right]) for left, right in answers if left in seekers and right in offers}
    pairs = np.array(sorted(_with_others(happened, len(seekers), len(offers))), np.int64)
    corpus = corpus_of(window.seekers, window.offers)
    left, right = side_of(window.seekers, corpus), side_of(window.offers, corpus)
    rows: list[NDArray[np.float64]] = []
    for first, last in blocks(left, len(right)):
        inside = pairs[(pairs[:, 0] >= first) & (pairs[:, 0] < last)]
        block = Pairs(left.rows(first, last), right, window.month)
        rows.append(np.stack([signal.value(block)[inside[:, 0] - first, inside[:, 1]] for signal in SIGNALS]))
    table = np.hstack(rows)
    real = np.array([(a, b) in happened for a, b in pairs.tolist()], np.bool_)
    return Sample({signal.code: table[number] for number, signal in enumerate(SIGNALS)}, real)


def _with_others(happened: set[tuple[int, int]], seekers: int, offers: int) -> Iterator[tuple[int, int]]:
    chance = np.random.default_rng(SEED)
    drawn: set[tuple[int, int]] = set()
    for left, right in sorted(happened):
        drawn.update((left, int(other)) for other in chance.integers(0, offers, OTHERS))
        drawn.update((int(other), right) for other in chance.integers(0, seekers, OTHERS))
    yield from happened | drawn
