"""`flask --app wsgi import …`: bringing lists in, and taking them back."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup
from tqdm import tqdm

from marketplace.exchange.gateway import Unreadable
from marketplace.exchange.presenters import why_unreadable, words
from marketplace.exchange.queries import batches
from marketplace.exchange.rules.readings import Outcome
from marketplace.exchange.services import importing, undoing
from marketplace.exchange.services.plans import Choices
from marketplace.exchange.services.reports import Report
from marketplace.foundation import relay
from marketplace.foundation.actor import SYSTEM, NotFound, Refused, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.i18n import force_locale
from marketplace.mandates.content import Privacy

group = AppGroup("import", help="Bring lists in (CSV or JSON lines), with a report; take a list back.")
SHOWN = 20


@group.command("undo", help="Take a whole import back.")
@click.argument("batch")
def undo(batch: str) -> None:
    """Rows with something newer are refused and named."""
    with acting_as(SYSTEM):
        try:
            result = undoing.undo(SYSTEM, batch)
        except NotFound:
            raise click.ClickException("There is no such import. List them: flask --app wsgi import list") from None
        except Refused:
            raise click.ClickException("This import was already taken back.") from None
    click.echo(f"{result.rows} row(s) taken back, {len(result.refused)} refused.")
    with force_locale("en"):
        for number, key, code in result.refused:
            click.echo(f"  row {number} ({key}): {words('row', code, '')}")
    relay.drain(current_app._get_current_object())  # type: ignore[attr-defined]  # the app itself


@group.command("list", help="The imports so far, newest first.")
def list_batches() -> None:
    """One line each."""
    for batch in db.session.scalars(batches(SYSTEM)):
        counts = ", ".join(f"{count} {name}" for name, count in batch.counts.items())
        click.echo(
            f"{batch.id}  {batch.started_at:%Y-%m-%d %H:%M}  {batch.kind}  {batch.file_name}  {batch.state}  {counts}"
        )


def _command(name: str) -> click.Command:
    """`import products FILE`, and its siblings."""

    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
    @click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report as JSON.")
    @click.option("--source", default=f"{name}-list", show_default=True, help="What the rows' keys belong to.")
    @click.option("--country", default="VN", show_default=True, help="Country of the enterprises in the list.")
    @click.option(
        "--criteria",
        type=click.Choice([privacy.value for privacy in Privacy]),
        default=Privacy.PUBLIC.value,
        show_default=True,
        help="Who may know the criteria of the mandates: a public list's are public.",
    )
    def run(file: Path, *, dry_run: bool, report: Path | None, source: str, country: str, criteria: str) -> None:
        _import(name, file, Choices(source, country, Privacy(criteria)), report, dry_run=dry_run)

    return group.command(name, help=f"Import a list of {name}.")(run)


def _import(name: str, file: Path, choices: Choices, report_file: Path | None, *, dry_run: bool) -> None:
    kind = importing.KINDS[name]
    with acting_as(SYSTEM):
        try:
            reading = importing.read_list(kind, file, choices)
        except Unreadable as error:
            with force_locale("en"):
                raise click.ClickException(why_unreadable(error)) from None
        verb = importing.try_list if dry_run else importing.import_list
        with tqdm(total=len(reading.plans), unit="row", desc="Trying" if dry_run else "Importing") as bar:
            report = verb(SYSTEM, kind, reading, choices, lambda rows: _forward(bar, rows))
    if report_file:
        report_file.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    with force_locale("en"):
        _print(report)
    if not dry_run:
        _follow_up()


def _forward(bar: tqdm[NoReturn], rows: int) -> None:
    bar.update(rows)


def _follow_up() -> None:
    with tqdm(desc="Bringing search and matches up to date", unit="job", leave=False) as bar:
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # the app itself
        relay.drain(app, lambda left: bar.set_postfix(left=left))


def _print(report: Report) -> None:
    counts = ", ".join(f"{count} {name}" for name, count in report.counts.items())
    click.echo(
        f"{report.file}: {len(report.rows)} rows: {counts}"
        + (" (trial run: nothing was written)" if report.dry_run else "")
    )
    if report.batch_id:
        click.echo(f"Import {report.batch_id}. Take it back with: flask --app wsgi import undo {report.batch_id}")
    for column, format_name in report.formats.items():
        click.echo(f"Format of {column}: {format_name}")
    click.echo("Share read of what each field held:")
    for field in report.fields:
        click.echo(f"  {field.name:<18} {field.read:>6} of {field.given:>6}  {field.share:7.1%}")
    _print_notes(report)
    if report.duplicates:
        click.echo(f"Possible duplicates, not merged: {len(report.duplicates)}")
        for name, keys in report.duplicates[:SHOWN]:
            click.echo(f"  {name}: {', '.join(keys)}")


def _print_notes(report: Report) -> None:
    refused = [row for row in report.rows if row.outcome is Outcome.REFUSED]
    click.echo(f"Refused rows: {len(refused)}")
    for row in refused[:SHOWN]:
        click.echo(f"  row {row.number} ({row.key}): {'; '.join(words(*note) for note in row.notes)}")
    unread = Counter(note for row in report.rows if row.outcome is not Outcome.REFUSED for note in row.notes)
    click.echo(f"Not read in other rows: {sum(unread.values())} (all of them are in the JSON report)")
    for note, count in unread.most_common(SHOWN):
        click.echo(f"  {count:>5} × {words(*note)}")


COMMANDS = tuple(_command(name) for name in importing.KINDS)
