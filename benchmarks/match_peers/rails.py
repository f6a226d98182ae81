"""One step for all methods that keeps a few well-known investors from filling every company's list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.exposure import exposure

Doubles = NDArray[np.float64]
PLACES = 10
DEEP = 100
LEAST_SHOWN = 0.40
MOST_SLOTS = 0.30
PART = 0.25
MOST_STEPS = 40


@dataclass(frozen=True)
class Railed:
    """Scores after the step, how many small steps it took (0: none was needed), and whether they were enough."""

    scores: Doubles
    steps: int
    reached: bool


def within_rails(scores: Doubles, asked: NDArray[np.int64]) -> Railed:
    """Apply the product's own rule of exposure, a quarter of it at a time, until the rails hold on the asked offers.

    Scores of methods have different units: here one unit is how far a list falls from its 10th to its 100th place.
    What is more than needed would cost quality, so a method that keeps the rails stays as it is.
    """
    now = scores / unit(scores)
    for taken in range(MOST_STEPS):
        if kept(now[:, asked]):
            return Railed(now, taken, reached=True)
        now = now - PART * exposure(now.astype(np.float32))[:, None]
    return Railed(now, MOST_STEPS, kept(now[:, asked]))


def kept(scores: Doubles) -> bool:
    """Whether enough investors stand in some company's first ten, and ten of them do not fill the lists."""
    shown, slots = guard(scores)
    return shown >= LEAST_SHOWN and slots <= MOST_SLOTS


def guard(scores: Doubles) -> tuple[float, float]:
    """The share of investors shown in some first ten, and the share of places that the ten most shown take."""
    first = np.argpartition(-scores, PLACES - 1, axis=0)[:PLACES] if len(scores) > PLACES else np.arange(len(scores))
    counts = np.bincount(np.asarray(first).reshape(-1), minlength=len(scores))
    return float((counts > 0).mean()), float(np.sort(counts)[-PLACES:].sum() / max(counts.sum(), 1))


def half(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Half of the offers by their hashes: a window's answers are about that many of them."""
    return np.argsort(keys)[: max(1, len(keys) // 2)]


def unit(scores: Doubles) -> float:
    """The usual fall of a list from its 10th to its 100th place; 1 where lists do not fall."""
    if len(scores) <= DEEP:
        return 1.0
    parted = np.partition(scores, [-DEEP, -PLACES], axis=0)
    falls = (parted[-PLACES] - parted[-DEEP])[np.isfinite(parted[-DEEP])]
    return float(np.median(falls[falls > 0])) if (falls > 0).any() else 1.0
