"""Run files for the external scorer: the best hundred of every question, best first."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.match_peers.rails import unit
from benchmarks.match_peers.scene import Scene

Doubles = NDArray[np.float64]
TOP = 100
NEARLY_NOTHING = 1e-6


def listed(scene: Scene, scores: NDArray[np.float32]) -> Doubles:
    """Scores with partners of old left out, and equal ones told apart by a hash: never by the order of files."""
    known = scores.astype(np.float64)
    parted = known + scene.ties() * (NEARLY_NOTHING * unit(known))
    return np.where(scene.allowed, parted, -np.inf)


def write_run(path: Path, scores: Doubles, asking: Sequence[str], items: Sequence[str]) -> None:
    """Scores of questions by items into the columns query, item, score."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("query", "item", "score"))
        for name, row in zip(asking, scores, strict=True):
            for place in np.argsort(-row, kind="stable")[:TOP]:
                if np.isfinite(row[place]):
                    writer.writerow((name, items[place], f"{row[place]:.9g}"))
