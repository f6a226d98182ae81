"""Operators' commands for reference data."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from flask.cli import AppGroup

from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.reference import services

CLASS_DIGITS, SUBCLASS_DIGITS = 4, 5
SHOWN = 20

reference_group = AppGroup("reference", help="Taxonomies, provinces, markets, industries and exchange rates.")
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@reference_group.command("load", help="Bring the tables to what the program ships. Repeatable.")
@click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
@click.option("--illustrative-rates", is_flag=True, help="Also add round exchange rates for demonstrations.")
def load(*, dry_run: bool, illustrative_rates: bool) -> None:
    """A second run changes nothing; what officers decided here stays."""
    with acting_as(SYSTEM):
        changes = services.preview_load(SYSTEM) if dry_run else services.load_reference(SYSTEM)
        _print(changes, every=dry_run)
        if illustrative_rates and not dry_run:
            read = services.load_illustrative_rates(SYSTEM)
            click.echo(f"Illustrative rates (no official rates): {read.added} added, {read.unchanged} already there.")


def _print(changes: services.Changes, *, every: bool) -> None:
    counts = f"{changes.added} added, {changes.changed} changed, {changes.retired} retired"
    kept = f", {changes.kept} kept as decided here" if changes.kept else ""
    click.echo(f"Reference data: {counts}{kept}." + (" (trial run: nothing was written)" if every else ""))
    for line in changes.lines if every else ():
        click.echo(f"  {line.what:<8} {line.table} {line.code}")


@reference_group.command("load-rates", help="Add exchange rates from a CSV: currency,date,usd_per_unit,source.")
@click.argument("file", type=EXISTING_FILE)
def load_rates(file: Path) -> None:
    """Rates are only added; a correction is a row with another source."""
    with file.open(encoding="utf-8-sig", newline="") as lines, acting_as(SYSTEM):
        read = services.load_rates(SYSTEM, csv.DictReader(lines))
    click.echo(f"Rates: {read.added} added, {read.unchanged} already there, {len(read.refused)} refused.")
    for refused in read.refused[:SHOWN]:
        click.echo(f"  line {refused.line}: {refused.code}")
    if read.refused:
        raise click.ClickException("Some rows could not be used. Correct them and run the command again.")


@reference_group.command("load-industries", help="Read the full industry classification from a JSON or CSV file.")
@click.argument("file", type=EXISTING_FILE)
def load_industries(file: Path) -> None:
    """Its texts stay in this installation's database."""
    rows = _rows_of_json(file) if file.suffix.lower() == ".json" else _rows_of_csv(file)
    with acting_as(SYSTEM):
        read = services.load_industries(SYSTEM, rows, source=file.name[:120])
    click.echo(f"Industries: {read.added} added, {read.changed} changed, {len(read.refused)} refused.")
    for entry in read.refused[:SHOWN]:
        click.echo(f"  {entry.code}: {entry.reason}")


def _rows_of_csv(file: Path) -> Iterator[Mapping[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def _rows_of_json(file: Path) -> Iterator[Mapping[str, str]]:
    """Classes with their sub-classes; codes that were kept as numbers get their leading zeros back."""
    for entry in json.loads(file.read_text(encoding="utf-8"))["vsic_list"]:
        yield {"code": entry["code"].zfill(CLASS_DIGITS), "vi": entry["title"]}
        for below in entry["children_level5"]:
            yield {"code": below["code"].zfill(SUBCLASS_DIGITS), "vi": below["title"]}
