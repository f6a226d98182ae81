"""Every method by its name, each run in a process of its own so that its time and memory can be told."""

from __future__ import annotations

import importlib
import json
import resource
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.match_peers import product
from benchmarks.match_peers.scene import Ranked, Scene, scene_of

PRODUCT = "product"
# Name of the method -> module, function and the names of what it gives; modules are read only where they are needed.
METHODS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    PRODUCT: ("product", "ranked", (PRODUCT,)),
    "random": ("plain", "chance", ("random",)),
    "popularity": ("plain", "popularity", ("popularity",)),
    "jaccard": ("plain", "jaccard", ("jaccard",)),
    "declared": ("plain", "declared", ("declared",)),
    "place_tag": ("plain", "place_and_subject", ("place_tag",)),
    "formula": ("plain", "formula", ("formula",)),
    "bm25": ("words", "bm25", ("bm25",)),
    "als": ("factors", "least_squares", ("als",)),
    "hybrid": ("hybrid", "hybrid", ("hybrid",)),
    "trees": ("trees", "trees", ("trees", "trees_profile")),
}
SAID = {
    PRODUCT: "this product",
    "random": "random",
    "popularity": "popularity",
    "jaccard": "tag Jaccard",
    "declared": "declared tags alone",
    "place_tag": "country × city × tag share",
    "formula": "formula: + size fit × recent activity",
    "bm25": "BM25 on portfolio text (bm25s)",
    "als": "ALS with attribute map (implicit)",
    "hybrid": "LightFM type, own code",
    "trees": "LightGBM ranker, all signals",
    "trees_profile": "LightGBM ranker, profile + ask",
}


@dataclass(frozen=True)
class Job:
    """One method on one window; `out` is the folder of all that is found, `weights` the product's weights file."""

    method: str
    set_folder: Path
    folder: Path
    begins: str
    out: Path


@dataclass(frozen=True)
class Cost:
    """Processor seconds of the method, and the most memory in MB.

    A method that learns does it within that time; the product's weights come ready. Reading the window is left out.
    """

    seconds: float
    megabytes: float


def run(job: Job) -> None:
    """Do a job in a fresh process; what it found and cost lies in its folder afterwards."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        apart.submit(_do, job).result()


def found(out: Path, name: str) -> tuple[Ranked, Cost]:
    """What a method found earlier."""
    folder = out / name
    cost = Cost(**json.loads((folder / "cost.json").read_text("utf-8")))
    return Ranked(np.load(folder / "I2C.npy"), np.load(folder / "C2I.npy")), cost


def _do(job: Job) -> None:
    scene = scene_of(job.set_folder, job.folder, job.begins)
    work = _work(job)
    began = _seconds()
    given = work(scene)
    seconds = _seconds() - began
    by_name = given if isinstance(given, Mapping) else {job.method: given}
    cost = Cost(round(seconds, 1), round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0))
    for name, ranked in by_name.items():
        folder = job.out / name
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "I2C.npy", ranked.offers)
        np.save(folder / "C2I.npy", ranked.seekers)
        (folder / "cost.json").write_text(json.dumps(asdict(cost)), "utf-8")


def _work(job: Job) -> Callable[[Scene], Any]:
    if job.method == PRODUCT:
        weights = product.weights_for(job.set_folder, job.begins, job.out / "weights.json")
        return lambda scene: product.ranked(scene, weights)
    module, function, _ = METHODS[job.method]
    work: Callable[[Scene], Any] = getattr(importlib.import_module(f"benchmarks.match_peers.{module}"), function)
    return work


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
