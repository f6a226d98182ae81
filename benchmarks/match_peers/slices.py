"""Parts of a window as folders for the external scorer: companies of one country, investors with few deals."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.match_peers.scene import Scene
from marketplace.matching.commands.windows import Row, table

COUNTRIES = 2
FEW_DEALS = 5
KEPT = ("history", "companies", "investors", "eligible_investors")


@dataclass(frozen=True)
class Slice:
    """A part of a window: its name, folder, and the companies that its lists may hold."""

    name: str
    folder: Path
    companies: frozenset[str]


def slices_of(scene: Scene, folder: Path, out: Path) -> list[Slice]:
    """Companies of each of the most frequent countries; and answers of investors with at most five past deals."""
    country = {seat.profile: seat.country for seat in scene.window.offers}
    frequent = [name for name, _ in Counter(filter(None, country.values())).most_common(COUNTRIES)]
    everybody = frozenset(country)
    few = {seat.profile for seat in scene.window.seekers if len(seat.deals) <= FEW_DEALS}
    found = []
    for name in frequent:
        inside = frozenset(company for company, home in country.items() if home == name)
        found.append(Slice(name, out / name, inside))
        _write(folder, found[-1], _about(inside))
    found.append(Slice("few", out / "few", everybody))
    _write(folder, found[-1], lambda row: row["investor"] in few)
    return found


def _about(companies: frozenset[str]) -> Callable[[Mapping[str, str]], bool]:
    return lambda row: row["company"] in companies


def _write(folder: Path, part: Slice, answered: Callable[[Mapping[str, str]], bool]) -> None:
    """The window's files with only the part's candidates and answers; all else is the window's own."""
    part.folder.mkdir(parents=True, exist_ok=True)
    for name in KEPT:
        for path in folder.glob(f"{name}.csv*"):
            link = part.folder / path.name
            link.unlink(missing_ok=True)
            link.symlink_to(path.resolve())
    _table(part.folder, "candidates", [row for row in table(folder, "candidates") if row["company"] in part.companies])
    _table(part.folder, "qrels", [row for row in table(folder, "qrels") if answered(row)])


def _table(folder: Path, name: str, rows: Sequence[Row]) -> None:
    with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]) if rows else ["company"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
