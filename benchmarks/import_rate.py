"""Rows per second of an import against a raw bulk insert of the very rows that it wrote.

usage: python benchmarks/import_rate.py [--kind companies|investors] [--rows 2000] [--rounds 5]

Both write to SQLite files made by the same migrations; the raw insert gives the database ready rows, one statement for
each table (SQLAlchemy Core), in one transaction. The figures to quote are the medians of raw time / import time (1
would be as fast as the database itself), once by the clock and once by this process's own processor time, which other
programs disturb less. Every round has a list of its own, so that nothing is remembered from the last one. The lists
are invented: everybody in them carries the word Demo.
"""

from __future__ import annotations

import argparse
import csv
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Table, insert, select

from marketplace.app import create_app
from marketplace.config import ROOT, Settings
from marketplace.exchange.services import importing
from marketplace.exchange.services.plans import Choices
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import Base, db, transaction
from marketplace.foundation.moves import load_moves
from marketplace.reference.services.load import load_reference

SECTORS = ("Software", "Banks", "Health Care", "Energy", "Media", "Retail", "Machinery")
TRADES = ("Fintech", "SaaS", "Healthcare", "Edtech", "IoT", "Robotics", "Energy", "Logistics", "Media")
COUNTRIES = ("Vietnam", "Singapore", "Japan", "USA", "Germany", "India", "Thailand", "Indonesia", "France")
STAGES = ("1. Idea or Patent", "2. Prototype", "3. Early Revenue", "4. Scaling")
CHEQUES = ("cheque_range", "cheque_min", "cheque_max")
WORDS = ("Sen", "Trúc", "Mây", "Biển", "Đồng", "Núi", "Sông", "Lửa", "Gió", "Đá", "Nắng", "Sao")

Row = tuple[str, ...]


def main() -> None:
    """Print one line for each round, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kind", choices=LISTS, default="companies")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    by_clock, by_processor = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(chosen.rounds):
            ours, raw = _round(Path(folder) / str(number), chosen.kind, chosen.rows, number)
            by_clock.append(raw.clock / ours.clock)
            by_processor.append(raw.processor / ours.processor)
            print(
                f"import {chosen.rows / ours.clock:7.0f} rows/s   raw {chosen.rows / raw.clock:7.0f} rows/s   "
                f"{by_clock[-1]:.2f} by the clock, {by_processor[-1]:.2f} by processor time"
            )
    print(
        f"medians of {chosen.rounds}: {statistics.median(by_clock):.2f} of the raw insert by the clock, "
        f"{statistics.median(by_processor):.2f} by processor time (goal 0.50)"
    )


def _companies(chance: random.Random, seed: int, rows: int) -> Iterator[Row]:
    yield ("symbol", "name_en", "name_vi", "exchange", "listing_date", "sector1_en", "sector2_en", "sector3_en")
    for number in range(rows):
        name = " ".join(chance.choices(WORDS, k=3))
        day = f"{chance.randint(1, 12)}/{chance.randint(13, 28)}/{chance.randint(2001, 2025)}"
        names = (f"Demo {name} {seed} {number}", f"CTCP Demo {name} {seed} {number}")
        yield (f"D{number}", *names, "DEMO", day, "", "", chance.choice(SECTORS))


def _investors(chance: random.Random, seed: int, rows: int) -> Iterator[Row]:
    yield ("name", "type", "headquarters", "target_countries", "stages", "thesis", "industries", *CHEQUES)
    for number in range(rows):
        thesis = " ".join(chance.choices(WORDS, k=chance.randint(8, 40)))
        low = chance.choice((10_000, 50_000, 250_000, 1_000_000))
        yield (
            f"Demo {' '.join(chance.choices(WORDS, k=2))} {seed} {number}",
            chance.choice(("VC", "Angel network", "Family office")),
            chance.choice(("Singapore", "Tokyo, Japan", "Hanoi, Vietnam")),
            ", ".join(chance.sample(COUNTRIES, chance.randint(1, 6))),
            ",".join(chance.sample(STAGES, chance.randint(1, 3))),
            f"Demo: {thesis}.",
            ", ".join(chance.sample(TRADES, chance.randint(1, 4))),
            *("", f"${low:,}", f"${low * chance.randint(2, 20):,}"),
        )


LISTS: Mapping[str, Callable[[random.Random, int, int], Iterator[Row]]] = {
    "companies": _companies,
    "investors": _investors,
}


@dataclass(frozen=True, slots=True)
class Time:
    """How long something took, in seconds."""

    clock: float
    processor: float


def _round(folder: Path, kind: str, rows: int, seed: int) -> tuple[Time, Time]:
    folder.mkdir()
    source = folder / f"{kind}.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(LISTS[kind](random.Random(seed), seed, rows))
    imported, bare = _database(folder / "imported"), _database(folder / "bare")
    with imported.app_context(), acting_as(SYSTEM):
        held = {table.name: _count(table) for table in Base.metadata.sorted_tables}
        ours = _timed(lambda: _import(kind, source, rows))
        written = {table: _rows(table) for table in Base.metadata.sorted_tables if _count(table) > held[table.name]}
    with bare.app_context():
        raw = _timed(lambda: _insert(written))
    return ours, raw


def _database(folder: Path) -> Flask:
    app = create_app(Settings(environment="test", data_dir=folder, log_level="ERROR"))
    folder.mkdir()
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with transaction() as session, acting_as(SYSTEM):
            load_moves(session, app.extensions["machines"])
        with acting_as(SYSTEM):
            load_reference(SYSTEM)
    return app


def _import(name: str, source: Path, rows: int) -> None:
    kind, choices = importing.KINDS[name], Choices("benchmark")
    reading = importing.read_list(kind, source, choices)
    report = importing.import_list(SYSTEM, kind, reading, choices, lambda _: None)
    if report.counts["created"] != rows or any(row.notes for row in report.rows):
        raise SystemExit(f"the list was not read as it was meant: {report.counts}")


def _insert(written: dict[Table, list[dict[str, object]]]) -> None:
    with transaction() as session:
        for table, rows in written.items():
            session.execute(insert(table), rows)


def _count(table: Table) -> int:
    return len(db.session.execute(select(*table.primary_key.columns)).all())


def _rows(table: Table) -> list[dict[str, object]]:
    return [dict(row) for row in db.session.execute(select(table)).mappings()]


def _timed(work: Callable[[], None]) -> Time:
    gc.collect()
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Time(time.perf_counter() - clock, time.process_time() - processor)


if __name__ == "__main__":
    main()
