"""A factorisation of the LightFM type, own code: every party is the sum of vectors of its attributes and its name.

LightFM itself has had no release since March 2023; of its successors none installs for Python 3.11 without a compiler
(the ready files of lightfm-next need a symbol that the C library no longer has, rectools-lightfm has none). The model
is the same (Kula 2015): sums of attribute vectors, a pairwise loss that takes the most wrongly placed of some drawn
others, adaptive steps. Both directions are learned: companies for an investor and investors for a company.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from benchmarks.match_peers.attributes import Investments, investments_of
from benchmarks.match_peers.scene import Ranked, Scene

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
FACTORS = 96
EPOCHS = 20
BATCH = 1024
OTHERS = 8
STEP = 0.05
PULL = 1e-5
SEED = 7


@dataclass
class Vectors:
    """One vector for each attribute and its last place for a level of its own, with the squared steps so far."""

    rows: csr_matrix
    values: Floats
    squares: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.squares = np.full_like(self.values, 1e-3)

    def of(self, numbers: Numbers) -> Floats:
        """Parties as the sums of their attributes."""
        return np.asarray(self.rows[numbers] @ self.values, np.float32)

    def step(self, numbers: Numbers, slopes: Floats) -> None:
        """Move the attributes of these parties along their slopes, less the more they have moved."""
        moved = self.rows[numbers]
        slope = moved.T @ slopes
        used = np.unique(moved.indices)
        slope = slope[used] - PULL * self.values[used]
        self.squares[used] += np.square(slope)
        self.values[used] += STEP * slope / np.sqrt(self.squares[used])


def hybrid(scene: Scene) -> Ranked:
    """Learn from all past deals, then put each candidate in by what it says now."""
    known = investments_of(scene)
    investors, companies = _learnt(known)
    left = investors.of(known.seekers)
    right = np.asarray(known.asked @ companies.values, np.float32)
    scores = _products(left, right)
    return Ranked(scores, scores)


def _products(left: Floats, right: Floats) -> Floats:
    """Inner products and both levels: a popular investor, a company that many would take."""
    return np.asarray(left[:, :-1] @ right[:, :-1].T + left[:, -1:] + right[:, -1:].T, np.float32)


def _learnt(known: Investments) -> tuple[Vectors, Vectors]:
    chance = np.random.default_rng(SEED)
    investors, companies = (_begun(rows, chance) for rows in (known.investors, known.companies))
    for _ in range(EPOCHS):
        order = chance.permutation(len(known.pairs))
        for first in range(0, len(order), BATCH):
            batch = known.pairs[order[first : first + BATCH]]
            _improve(investors, companies, batch, chance)
            _improve(companies, investors, batch[:, ::-1], chance)
    return investors, companies


def _begun(rows: csr_matrix, chance: np.random.Generator) -> Vectors:
    values = chance.normal(0, 1 / FACTORS, (rows.shape[1], FACTORS + 1)).astype(np.float32)
    values[:, -1] = 0
    return Vectors(rows, values)


def _improve(askers: Vectors, items: Vectors, batch: Numbers, chance: np.random.Generator) -> None:
    """One step: for each real pair the highest of some drawn others must stand below the real one."""
    asker, real = askers.of(batch[:, 0]), items.of(batch[:, 1])
    drawn = chance.integers(0, items.rows.shape[0], (len(batch), OTHERS))
    others = items.of(drawn.reshape(-1)).reshape(len(batch), OTHERS, -1)
    worths = np.einsum("nd,nkd->nk", asker[:, :-1], others[:, :, :-1]) + others[:, :, -1]
    worst = worths.argmax(1)
    rows = np.arange(len(batch))
    other, other_number = others[rows, worst], drawn[rows, worst]
    ahead = (asker[:, :-1] * (real - other)[:, :-1]).sum(1) + real[:, -1] - other[:, -1]
    wrong = (1 / (1 + np.exp(np.clip(ahead, -30, 30))))[:, None].astype(np.float32)
    towards = wrong * (real - other)
    towards[:, -1] = 0
    push = wrong * np.hstack([asker[:, :-1], np.ones((len(batch), 1), np.float32)])
    askers.step(batch[:, 0], towards)
    items.step(np.concatenate((batch[:, 1], other_number)), np.vstack((push, -push)))
