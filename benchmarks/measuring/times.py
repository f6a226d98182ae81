"""How long things take: a clock that lets nothing be collected in between, percentiles, medians of rounds."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Two percentiles of some durations, in milliseconds."""

    p50: float
    p95: float

    def __str__(self) -> str:
        return f"{self.p50:7.2f} / {self.p95:7.2f} ms"


def seconds(work: Callable[[], object]) -> float:
    """How long one call took by the clock."""
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def milliseconds(work: Callable[[], object]) -> float:
    """The same for something short that is called often."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def spread(samples: Sequence[float]) -> Spread:
    """The median and the 95th percentile."""
    row = sorted(samples)
    return Spread(statistics.median(row), row[min(len(row) - 1, int(len(row) * 0.95))])


@dataclass(frozen=True, slots=True)
class Compared:
    """Several rounds of the same calls: ours, and the bare ones that they rest on."""

    ours: Sequence[Spread]
    bare: Sequence[Spread]

    @property
    def ratios(self) -> tuple[float, float]:
        """Ours to bare, at the median and at the 95th percentile: the medians of all rounds."""
        pairs = list(zip(self.ours, self.bare, strict=True))
        return (
            statistics.median(ours.p50 / bare.p50 for ours, bare in pairs),
            statistics.median(ours.p95 / bare.p95 for ours, bare in pairs),
        )

    def line(self, name: str) -> str:
        """One line for people."""
        ours, bare = _middle(self.ours), _middle(self.bare)
        half, most = self.ratios
        return f"{name:44} {ours}   bare {bare}   ratio {half:.2f} / {most:.2f}"


def _middle(rounds: Sequence[Spread]) -> Spread:
    return Spread(statistics.median(r.p50 for r in rounds), statistics.median(r.p95 for r in rounds))


def compare(calls: Sequence[tuple[Callable[[], object], Callable[[], object]]], rounds: int) -> Compared:
    """Each pair of calls (ours, bare) one after the other, in turn first; a round before the first is not counted."""
    ours: list[Spread] = []
    bare: list[Spread] = []
    gc.collect()
    for number in range(rounds + 1):
        times: tuple[list[float], list[float]] = ([], [])
        for place, pair in enumerate(calls):
            for which in (0, 1) if (place + number) % 2 else (1, 0):
                times[which].append(milliseconds(pair[which]))
        if number:
            ours.append(spread(times[0]))
            bare.append(spread(times[1]))
    return Compared(ours, bare)
