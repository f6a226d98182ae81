"""What each signal adds: the product's own weights on an earlier window, with one signal or topic taken away.

usage: python -m benchmarks.match_peers.ablation --data FOLDER --set investments --window YYYY-MM --out FOLDER
       --score SCORER [--by topics|signals] [--weights FILE]

The other weights stay as they are: how much the scorer leans on the signal, not what a new fit without it would lose.
The burden of the crowded stays as it is with all signals. Never on the measured window.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.match_peers import product
from benchmarks.match_peers.folds import MEASURED, SETS, window_folder
from benchmarks.match_peers.report import table
from benchmarks.match_peers.runs import listed, write_run
from benchmarks.match_peers.scene import Scene, scene_of
from benchmarks.match_peers.scoring import Question, Scorer
from marketplace.matching.rules.book import Book, book_of
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import additions, blocks
from marketplace.matching.rules.signals import SIGNALS
from marketplace.matching.rules.weights import RoleWeights

WHOLE = "everything"
DIRECTIONS = ("I2C", "C2I")
Groups = Mapping[str, frozenset[str]]


def main() -> None:
    """Print a table of what is lost, the greatest loss first."""
    chosen = _chosen()
    set_folder = chosen.data / chosen.set_name
    out = chosen.out / f"{chosen.set_name}-{chosen.window}"
    folder, begins = window_folder(set_folder, chosen.window, out)
    scene = scene_of(set_folder, folder, begins)
    kept = chosen.weights or out / "weights.json"
    weights = product.weights_for(set_folder, begins, kept).roles[scene.window.role]
    groups = {name: codes for name, codes in groups_by(chosen.by).items() if weighs(weights, codes)}
    variants = {WHOLE: weights} | {name: without(weights, codes) for name, codes in groups.items()}
    rows = list(_measured(scene, folder, out / "ablation", variants, Scorer(chosen.score)))
    name = f"ablation-{chosen.by}"
    (out / f"{name}.json").write_text(json.dumps(rows, indent=1), "utf-8")
    (out / f"{name}.md").write_text(_text(rows), "utf-8")
    print(_text(rows))


def groups_by(what: str) -> Groups:
    """Signals one by one, or all of a topic together."""
    if what == "signals":
        return {signal.code: frozenset({signal.code}) for signal in SIGNALS}
    topics = dict.fromkeys(signal.topic for signal in SIGNALS)
    return {topic.value: frozenset(row.code for row in SIGNALS if row.topic is topic) for topic in topics}


def weighs(weights: RoleWeights, codes: frozenset[str]) -> bool:
    """Whether any of the signals has a weight."""
    return not codes.isdisjoint({*weights.tables, *weights.steps})


def without(weights: RoleWeights, codes: frozenset[str]) -> RoleWeights:
    """The same weights with these signals, and what they add together with others, taken away."""
    return replace(
        weights,
        tables={code: row for code, row in weights.tables.items() if code not in codes},
        steps={code: row for code, row in weights.steps.items() if code not in codes},
        interactions=tuple(row for row in weights.interactions if codes.isdisjoint({row.first, row.second})),
    )


def odds_of_all(book: Book, variants: Mapping[str, RoleWeights]) -> dict[str, NDArray[np.float32]]:
    """Every pair under every variant; the signals are computed once."""
    rows: dict[str, list[NDArray[np.float32]]] = {name: [] for name in variants}
    for first, last in blocks(book.seekers, len(book.offers)):
        pairs = Pairs(book.seekers.rows(first, last), book.offers, book.month)
        values = np.stack([signal.value(pairs) for signal in SIGNALS])
        for name, weights in variants.items():
            rows[name].append(additions(values, weights).sum(0, dtype=np.float64).astype(np.float32))
    return {name: np.vstack(row) for name, row in rows.items()}


def _measured(
    scene: Scene, folder: Path, out: Path, variants: Mapping[str, RoleWeights], scorer: Scorer
) -> Iterator[dict[str, Any]]:
    window, role = scene.window, scene.window.role
    out.mkdir(parents=True, exist_ok=True)
    found = odds_of_all(book_of(role, window.month, variants[WHOLE], window.seekers, window.offers), variants)
    seekers, offers = [seat.profile for seat in window.seekers], [seat.profile for seat in window.offers]
    for name, odds in found.items():
        scores = listed(scene, odds)
        write_run(_run(out, name, "I2C"), scores, seekers, offers)
        write_run(_run(out, name, "C2I"), scores.T, offers, seekers)
        row: dict[str, Any] = {"without": name}
        for direction in DIRECTIONS:
            whole = None if name == WHOLE else _run(out, WHOLE, direction)
            measured = scorer.measure(Question(folder, _run(out, name, direction), direction, against=whole))
            row[direction] = measured["ndcg10"]
            row[f"{direction} minus everything"] = measured.get("diff_ndcg10", [0.0, 0.0, 0.0])
        yield row


def _run(out: Path, name: str, direction: str) -> Path:
    return out / f"{name}-{direction}.csv"


def _text(rows: list[dict[str, Any]]) -> str:
    """The whole first, then the greatest loss of both directions together first."""
    keys = [f"{direction} minus everything" for direction in DIRECTIONS]
    ordered = [rows[0], *sorted(rows[1:], key=lambda row: sum(row[key][0] for key in keys))]
    head = ("without", *(title for direction in DIRECTIONS for title in (direction, "change [95 %]")))
    cells = [
        (row["without"], *(text for direction in DIRECTIONS for text in _cells(row, direction))) for row in ordered
    ]
    return table(head, cells) + "\n"


def _cells(row: Mapping[str, Any], direction: str) -> tuple[str, str]:
    mean, low, high = row[f"{direction} minus everything"]
    return f"{row[direction][0]:.3f}", f"{mean:+.4f} [{low:+.4f}, {high:+.4f}]"


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", choices=SETS, required=True, dest="set_name")
    parser.add_argument("--window", required=True, metavar="YYYY-MM")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True, metavar="SCORER")
    parser.add_argument("--by", choices=("topics", "signals"), default="topics")
    parser.add_argument("--weights", type=Path)
    chosen = parser.parse_args()
    if chosen.window == MEASURED:
        parser.error("settings are not chosen on the measured window")
    return chosen


if __name__ == "__main__":
    main()
