"""What is asked of the external scorer about each method, and the answers as plain records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.match_peers.methods import PRODUCT, Cost, found
from benchmarks.match_peers.rails import Doubles, Railed, guard, half, within_rails
from benchmarks.match_peers.runs import listed, write_run
from benchmarks.match_peers.scene import Scene
from benchmarks.match_peers.scoring import Question, Scorer
from benchmarks.match_peers.slices import Slice
from marketplace.matching.rules.order import hashed

I2C, C2I = "I2C", "C2I"
FREE, RAILED = "free", "railed"
SUBSETS = ("all", "cold", "warm")
Record = dict[str, Any]


@dataclass(frozen=True)
class Runs:
    """The run files of one method: free and railed, and of companies of one country."""

    name: str
    folder: Path
    steps: int
    reached: bool
    cost: Cost

    def path(self, direction: str, state: str, part: str = "") -> Path:
        """One of the files; an investor's list is the same before and after the step."""
        railed = "-railed" if direction == C2I and state == RAILED else ""
        return self.folder / f"run-{direction}{railed}{part and '-' + part}.csv"


def written(scene: Scene, out: Path, name: str, parts: Sequence[Slice]) -> Runs:
    """Write the run files of a method that has ranked."""
    ranked, cost = found(out, name)
    seekers = [seat.profile for seat in scene.window.seekers]
    offers = [seat.profile for seat in scene.window.offers]
    for_seekers, for_offers = listed(scene, ranked.offers), listed(scene, ranked.seekers)
    railed: Railed = within_rails(for_offers, half(hashed(offers)))
    runs = Runs(name, out / name, railed.steps, railed.reached, cost)
    write_run(runs.path(I2C, FREE), for_seekers, seekers, offers)
    write_run(runs.path(C2I, FREE), for_offers.T, offers, seekers)
    write_run(runs.path(C2I, RAILED), railed.scores.T, offers, seekers)
    for part in parts:
        write_run(runs.path(I2C, FREE, part.name), _only(for_seekers, offers, part), seekers, offers)
    return runs


def told(runs: Runs, scene: Scene, out: Path) -> Record:
    """What is known of a method without the answers: its cost, and the rails over all companies."""
    ranked, _ = found(out, runs.name)
    shown, slots = guard(listed(scene, ranked.seekers))
    rails = {"shown_all": round(shown, 3), "slots_all": round(slots, 3)}
    return {"method": runs.name, "steps": runs.steps, "reached": runs.reached, **rails, **asdict(runs.cost)}


def scored(scorer: Scorer, folder: Path, runs: Runs, against: Runs | None, parts: Sequence[Slice]) -> Iterator[Record]:
    """All answers about one method; compared with another where all companies are asked about."""
    for direction, state in ((I2C, FREE), (C2I, FREE), (C2I, RAILED)):
        run = runs.path(direction, state)
        other = against.path(direction, state) if against and against.name != runs.name else None
        for subset in SUBSETS:
            asked = Question(folder, run, direction, subset, other if subset == "all" else None)
            yield _record(runs, state, "", subset, scorer.measure(asked))
    for part in parts:
        for direction, state in ((I2C, FREE), (C2I, RAILED)):
            run = runs.path(direction, state, part.name if direction == I2C else "")
            yield _record(runs, state, part.name, "all", scorer.measure(Question(part.folder, run, direction)))


def product_first(names: Sequence[str]) -> list[str]:
    """The product before its peers: they are compared with it."""
    return sorted(names, key=lambda name: (name != PRODUCT, names.index(name)))


def _record(runs: Runs, state: str, part: str, subset: str, measured: Record) -> Record:
    return {**measured, "method": runs.name, "state": state, "part": part, "subset": subset}


def _only(scores: Doubles, offers: Sequence[str], part: Slice) -> Doubles:
    inside = np.array([name in part.companies for name in offers], np.bool_)
    return np.where(inside[None, :], scores, -np.inf)
