"""The matching scorer and its peers on one window of past deals: same folds, same rails, same external scorer.

usage: python -m benchmarks.match_peers --data FOLDER --set investments|acquisitions --window val|YYYY-MM --out FOLDER
       [--methods product,bm25,…] [--weights FILE] [--score SCORER] [--again]

`val` is the measured window; a month cuts an earlier half-year out of the same deals, for choosing settings. Each
method ranks in a process of its own; what it found is kept in OUT and used again unless `--again`. On an earlier
window the product uses weights fitted before it (made once, kept in OUT; `--weights` names others). With `--score`
the runs are scored by the program of that path, the peers compared with the product in pairs; every call is counted
in OUT/scorings.json. Everything that is written lies in OUT; nothing is copied from the data into the project.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.match_peers import measure, report
from benchmarks.match_peers.folds import MEASURED, SETS, window_folder
from benchmarks.match_peers.methods import METHODS, PRODUCT, Job, run
from benchmarks.match_peers.scene import Scene, scene_of
from benchmarks.match_peers.scoring import Scorer
from benchmarks.match_peers.slices import slices_of


def main() -> None:
    """Rank, and score if asked to."""
    chosen = _chosen()
    set_folder = chosen.data / chosen.set_name
    out: Path = chosen.out / f"{chosen.set_name}-{chosen.window}"
    out.mkdir(parents=True, exist_ok=True)
    folder, begins = window_folder(set_folder, chosen.window, out)
    if chosen.weights:
        shutil.copyfile(chosen.weights, out / "weights.json")
    for method in chosen.methods:
        names = METHODS[method][2]
        if chosen.again or not all((out / name / "cost.json").exists() for name in names):
            print(f"{method} …", flush=True)
            run(Job(method, set_folder, folder, begins, out))
    if chosen.score:
        names = [name for method in chosen.methods for name in METHODS[method][2]]
        _score(scene_of(set_folder, folder, begins), folder, out, names, chosen.score)


def _score(scene: Scene, folder: Path, out: Path, names: Sequence[str], path: Path) -> None:
    scorer = Scorer(path)
    parts = slices_of(scene, folder, out / "slices")
    runs = [measure.written(scene, out, name, parts) for name in measure.product_first(names)]
    product = next((row for row in runs if row.name == PRODUCT), None)
    records = []
    for row in runs:
        print(f"scoring {row.name} …", flush=True)
        records += list(measure.scored(scorer, folder, row, product, parts))
    found = {
        "set": scene.set_folder.name,
        "window": scene.begins,
        "weights": _version(out),
        "scorings": _counted(out, scorer.calls),
        "methods": [measure.told(row, scene, out) for row in runs],
        "records": records,
    }
    (out / "measured.json").write_text(json.dumps(found, indent=1), "utf-8")
    (out / "measured.md").write_text(report.tables(found), "utf-8")
    print(report.tables(found))


def _counted(out: Path, calls: int) -> int:
    """How often runs of this window were scored until now, these included."""
    path = out / "scorings.json"
    before = json.loads(path.read_text("utf-8")) if path.exists() else 0
    path.write_text(json.dumps(before + calls), "utf-8")
    return int(before + calls)


def _version(out: Path) -> str:
    return "fitted before the window" if (out / "weights.json").exists() else "shipped"


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="holds investments and acquisitions")
    parser.add_argument("--set", choices=SETS, required=True, dest="set_name")
    parser.add_argument("--window", required=True, metavar=f"{MEASURED}|YYYY-MM")
    parser.add_argument("--methods", type=_methods, default=list(METHODS), metavar=",".join(METHODS))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, help="weights of the product that were fitted before the window")
    parser.add_argument("--score", type=Path, metavar="SCORER", help="the external scorer")
    parser.add_argument("--again", action="store_true", help="rank again what is there already")
    return parser.parse_args()


def _methods(text: str) -> list[str]:
    wanted = text.split(",")
    unknown = sorted({*wanted} - {*METHODS})
    if unknown:
        raise argparse.ArgumentTypeError(f"no method {', '.join(unknown)}; there are {', '.join(METHODS)}")
    return wanted


if __name__ == "__main__":
    main()
