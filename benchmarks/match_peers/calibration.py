"""Whether the shown score means what it says: when a page says 80, how often is it right?

usage: python -m benchmarks.match_peers.calibration --data FOLDER --set investments --window YYYY-MM --out FOLDER
       [--into WEIGHTS]

The score says how sure one could be that a pair is the real one if it stood beside one chance pair. So for every pair
that really happened in an earlier window chance pairs are drawn, together as heavy as the real one, and of all pairs
shown as 70 to 80 the share of real ones is counted. First all sums are moved by the one number that makes them right
on average; `--into` moves the intercept of a weights file by it and notes the shares there for pages to tell.
Uses what `--methods product` left in OUT, made with weights that were fitted before that window.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.match_peers.folds import MEASURED, SETS
from benchmarks.match_peers.lessons import Numbers, numbers_of
from benchmarks.match_peers.methods import PRODUCT, found
from benchmarks.match_peers.report import table as markdown
from benchmarks.match_peers.scene import scene_of
from marketplace.matching.commands.fitting import calibrated
from marketplace.matching.commands.windows import table
from marketplace.matching.rules.fitting import evened
from marketplace.matching.rules.score import out_of_hundred

Doubles = NDArray[np.float64]
EDGES = tuple(range(0, 101, 10))
DRAWS = 20
RESAMPLED = 500
FEWEST = 100
ROUNDS = 30
SEED = 11
KINDS = ("any pair", "another company for the investor", "another investor for the company")


@dataclass(frozen=True)
class Bin:
    """Pairs shown from `low` to `high`: how many, what they said on average, what was true, with its 95 % interval."""

    low: int
    high: int
    real: int
    chance: int
    said: float
    true: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Calibration:
    """The bins, the slope of truth over what was said (1 is right), and how often the real one stood higher."""

    kind: str
    bins: Sequence[Bin]
    slope: float
    preferred: float


def main() -> None:
    """Print one table for each kind of chance pair."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", choices=SETS, required=True, dest="set_name")
    parser.add_argument("--window", required=True, metavar="YYYY-MM")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--into", type=Path, metavar="WEIGHTS", help="not yet released")
    chosen = parser.parse_args()
    if chosen.window == MEASURED:
        parser.error("the answers of the measured window are not looked at here")
    out = chosen.out / f"{chosen.set_name}-{chosen.window}"
    folder = out / f"{chosen.set_name}-{chosen.window}"
    scene = scene_of(chosen.data / chosen.set_name, folder, chosen.window)
    answers = frozenset((row["investor"], row["company"]) for row in table(folder, "qrels"))
    real, odds = numbers_of(scene, answers), np.where(scene.allowed, found(out, PRODUCT)[0].offers, np.nan)
    shift = shift_of(odds, real)
    shown = out_of_hundred(odds + shift)
    rows = [calibration(shown, real, kind) for kind in KINDS]
    (out / "calibration.json").write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
    text = "\n\n".join([f"Moved by {shift:+.3f}", *(as_text(row) for row in rows)]) + "\n"
    (out / "calibration.md").write_text(text, "utf-8")
    print(text)
    if chosen.into:
        calibrated(chosen.into, scene.window.role, chosen.window, shift, rows_to_tell(rows[0]))


def rows_to_tell(found: Calibration) -> list[dict[str, float]]:
    """The bins as weights bring them along, those of fewer than a hundred pairs left out."""
    return [
        {"from": row.low, "to": row.high, "stated": row.said, "real": row.true, "pairs": row.real + row.chance}
        for row in found.bins
        if row.real + row.chance >= FEWEST
    ]


def shift_of(odds: Doubles, real: Numbers) -> float:
    """What makes the log-odds right on average for pairs that happened beside chance pairs of any kind."""
    others = _others(odds.shape, real, KINDS[0]).reshape(-1, 2)
    said = np.concatenate((odds[real[:, 0], real[:, 1]], odds[others[:, 0], others[:, 1]]))
    happened = np.arange(len(said)) < len(real)
    known = np.isfinite(said)
    return evened(said[known], happened[known])


def calibration(shown: Doubles, real: Numbers, kind: str) -> Calibration:
    """Compare the pairs that happened with chance pairs of one kind; NaN marks pairs that no list may hold."""
    others = _others(shown.shape, real, kind)
    happened = np.zeros(shown.shape, np.bool_)
    happened[real[:, 0], real[:, 1]] = True
    usable = ~happened[others[..., 0], others[..., 1]]
    said, beside = shown[real[:, 0], real[:, 1]], shown[others[..., 0], others[..., 1]]
    beside = np.where(usable, beside, np.nan)
    kept = ~np.isnan(said) & ~np.isnan(beside).all(1)
    return measured(said[kept], beside[kept], kind)


def measured(said: Doubles, beside: Doubles, kind: str = KINDS[0]) -> Calibration:
    """From shown scores of real pairs, and for each a row of those of chance pairs (NaN: none)."""
    weights = np.where(np.isnan(beside), 0, 1 / np.maximum((~np.isnan(beside)).sum(1), 1)[:, None])
    higher = (said[:, None] > beside) + 0.5 * (said[:, None] == beside)
    preferred = float((higher * weights).sum() / weights.sum())
    bins = [_bin(low, high, said, beside, weights) for low, high in pairwise(EDGES)]
    return Calibration(kind, [row for row in bins if row], round(_slope(said, beside, weights), 3), round(preferred, 4))


def as_text(row: Calibration) -> str:
    """A Markdown table."""
    head = ("shown", "real", "chance", "said", "true [95 %]")
    cells = [
        (f"{each.low}–{each.high}", f"{each.real:,}", f"{each.chance:,}", f"{each.said:.2f}", _true(each))
        for each in row.bins
    ]
    title = f"Real beside {row.kind}: slope {row.slope:.2f}, the real one stood higher in {row.preferred:.3f}"
    return f"{title}\n\n{markdown(head, cells)}"


def _true(each: Bin) -> str:
    return f"{each.true:.2f} [{each.interval[0]:.2f}, {each.interval[1]:.2f}]"


def _others(shape: tuple[int, ...], real: Numbers, kind: str) -> Numbers:
    """For each real pair some chance pairs: rows of (seeker, offer)."""
    chance = np.random.default_rng(SEED)
    seekers = chance.integers(0, shape[0], (len(real), DRAWS))
    offers = chance.integers(0, shape[1], (len(real), DRAWS))
    if kind == KINDS[1]:
        seekers = np.repeat(real[:, :1], DRAWS, axis=1)
    if kind == KINDS[2]:
        offers = np.repeat(real[:, 1:], DRAWS, axis=1)
    return np.stack([seekers, offers], axis=-1)


def _bin(low: int, high: int, said: Doubles, beside: Doubles, weights: Doubles) -> Bin | None:
    ours, theirs = _within(said, low, high), _within(beside, low, high)
    real = ours.astype(np.float64)
    chance = (theirs * weights).sum(1)
    if not real.sum() + chance.sum():
        return None
    told = (said[ours].sum() + (np.nan_to_num(beside) * theirs * weights).sum()) / (real.sum() + chance.sum())
    draws = np.random.default_rng(SEED).integers(0, len(said), (RESAMPLED, len(said)))
    sums = real[draws].sum(1), chance[draws].sum(1)
    shares = sums[0] / np.maximum(sums[0] + sums[1], 1e-9)
    return Bin(
        *(low, high, int(ours.sum()), int(theirs.sum()), round(float(told) / 100, 4)),
        true=round(float(real.sum() / (real.sum() + chance.sum())), 4),
        interval=(round(float(np.percentile(shares, 2.5)), 4), round(float(np.percentile(shares, 97.5)), 4)),
    )


def _within(shown: Doubles, low: int, high: int) -> NDArray[np.bool_]:
    """A score at an edge is in the upper bin, 100 in the last."""
    inside: NDArray[np.bool_] = (shown >= low) & ((shown < high) | (high == EDGES[-1]))
    return inside


def _slope(said: Doubles, beside: Doubles, weights: Doubles) -> float:
    """Of a logistic regression of truth on the log-odds that were said."""
    usable = weights > 0
    told = np.concatenate((said, beside[usable]))
    odds = np.log(told / (100 - told))
    truth = np.concatenate((np.ones(len(said)), np.zeros(usable.sum())))
    weight = np.concatenate((np.ones(len(said)), weights[usable]))
    design = np.stack([np.ones_like(odds), odds], axis=1)
    found = np.zeros(2)
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design + 1e-9 * np.eye(2)
        found += np.linalg.solve(curve, design.T @ (weight * (truth - chance)))
    return float(found[1])


if __name__ == "__main__":
    main()
