"""The product's own scorer, with the weights of that time: shipped ones, or fitted before an earlier window."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.match_peers.folds import begins_of, deals_file, measured_folder
from benchmarks.match_peers.scene import Ranked, Scene
from marketplace.matching.commands.fitting import Task, into_file, learnt
from marketplace.matching.commands.ranking import odds_between
from marketplace.matching.rules.weights import Weights, shipped, weights_from

WINDOWS = 6


def ranked(scene: Scene, weights: Weights) -> Ranked:
    """One score for both directions."""
    odds = odds_between(scene.window, weights)
    return Ranked(odds, odds)


def weights_for(set_folder: Path, begins: str, kept: Path) -> Weights:
    """Those of the file if it is there; else shipped ones for the measured window, for others fitted before it."""
    if not kept.exists():
        if begins == begins_of(measured_folder(set_folder)):
            return shipped()
        role, fitted = learnt(Task(deals_file(set_folder), measured_folder(set_folder), begins, WINDOWS))
        into_file(kept, 0, role, fitted)
    return weights_from(json.loads(kept.read_text("utf-8")))
