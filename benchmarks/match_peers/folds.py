"""An earlier half-year of past deals as a folder like the measured windows, answers and all.

usage: python -m benchmarks.match_peers.folds --data FOLDER --set investments|acquisitions --begins YYYY-MM --out FOLDER

So that the scorer can measure settings before the measured window is looked at. Prints the folder that it wrote.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from marketplace.matching.commands.earlier import Earlier, earlier_window
from marketplace.matching.commands.windows import Row, role_of, rows_of, table

SETS = ("investments", "acquisitions")
MEASURED = "val"
HISTORY = ("investor", "company", "month", "amount_usd", "stage")
CANDIDATES = ("company", "amount_sought_usd", "stage", "first_time")


def main() -> None:
    """Write one window."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="holds investments and acquisitions")
    parser.add_argument("--set", choices=SETS, required=True, dest="set_name")
    parser.add_argument("--begins", required=True, metavar="YYYY-MM")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    print(earlier_folder(chosen.data / chosen.set_name, chosen.begins, chosen.out))


def measured_folder(set_folder: Path) -> Path:
    """The one folder of a set that is quoted; raises ValueError if there is none, or several."""
    found = sorted(set_folder.glob(f"{MEASURED}_*"))
    if len(found) != 1:
        raise ValueError(f"{set_folder}: {len(found)} folders {MEASURED}_*, one is needed")
    return found[0]


def deals_file(set_folder: Path) -> Path:
    """The list of all past deals of a set, packed or plain."""
    packed = set_folder / "all_deals.csv.gz"
    return packed if packed.exists() else set_folder / "all_deals.csv"


def begins_of(folder: Path) -> str:
    """The month YYYY-MM in which a measured folder begins, by its name."""
    return folder.name.removeprefix(f"{MEASURED}_")[:7]


def window_folder(set_folder: Path, window: str, out: Path) -> tuple[Path, str]:
    """The folder of the measured window (`val`) or of an earlier one, written if need be; and the month it begins."""
    measured = measured_folder(set_folder)
    if window == MEASURED:
        return measured, begins_of(measured)
    if window >= begins_of(measured):
        raise ValueError(f"{window} is not before the measured window, {begins_of(measured)}")
    return earlier_folder(set_folder, window, out), window


def earlier_folder(set_folder: Path, begins: str, out: Path) -> Path:
    """Write the half-year that begins in the month YYYY-MM into a folder of its own inside `out`."""
    deals = list(rows_of(deals_file(set_folder)))
    profiles = measured_folder(set_folder)
    companies = {row["company"]: row for row in table(profiles, "companies")}
    investors = {row["investor"]: row for row in table(profiles, "investors")}
    earlier = earlier_window(deals, companies, investors, begins, role_of(deals))
    folder = out / f"{set_folder.name}-{begins}"
    write_window(folder, earlier)
    return folder


def write_window(folder: Path, earlier: Earlier) -> None:
    """The six files of a window."""
    tables = earlier.tables
    wanted = {row["company"] for row in (*tables.history, *tables.candidates)}
    held = {row["company"] for row in tables.history}
    seen = {row["investor"] for row in tables.history}
    folder.mkdir(parents=True, exist_ok=True)
    companies = [row for name, row in sorted(tables.companies.items()) if name in wanted]
    investors = [row for name, row in sorted(tables.investors.items()) if name in seen]
    _write(folder, "history", HISTORY, ([row.get(name) or "" for name in HISTORY] for row in tables.history))
    _write(folder, "companies", *_as_read(companies))
    _write(folder, "investors", *_as_read(investors))
    _write(folder, "candidates", CANDIDATES, _candidates(tables.candidates, held))
    _write(folder, "eligible_investors", ("investor",), ([name] for name in tables.eligible))
    _write(folder, "qrels", ("investor", "company"), sorted(earlier.answers))


def _candidates(rows: Iterable[Row], held: set[str]) -> Iterator[Sequence[str]]:
    """Candidates as they are, and whether anybody invested before the window."""
    for row in rows:
        yield row["company"], row["amount_sought_usd"], row["stage"], "0" if row["company"] in held else "1"


def _as_read(rows: Sequence[Row]) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    columns = list(rows[0]) if rows else []
    return columns, ([row[name] for name in columns] for row in rows)


def _write(folder: Path, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A packed table; the same rows give the same bytes."""
    with (
        (folder / f"{name}.csv.gz").open("wb") as raw,
        gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
    ):
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
