"""Operators' commands for the search index."""

import time

import click
from flask.cli import AppGroup

from marketplace.discovery import services
from search_index.engine import RebuildRunning, SearchError

index_group = AppGroup("index", help="The public search index.")
SHOWN = 20


@index_group.command("rebuild", help="Make the index anew from the database. Readers keep the old one until then.")
@click.option("--if-needed", is_flag=True, help="Only if there is none that this release can read.")
def rebuild(*, if_needed: bool) -> None:
    """Safe to end at any time and to repeat."""
    began = time.monotonic()
    try:
        if if_needed and services.is_current():
            click.echo("The index is of this release.")
            return
        count = services.rebuild()
    except RebuildRunning as error:
        raise click.ClickException(f"{error}. It will do: there is nothing to repeat.") from error
    except SearchError as error:
        raise click.ClickException(f"{error}. The old index goes on; run the command again.") from error
    click.echo(f"The index holds {count} document(s), made in {time.monotonic() - began:.1f} s.")


@index_group.command("check", help="Compare the index with the database.")
@click.option("--repair", is_flag=True, help="Also mend what differs.")
def check(*, repair: bool) -> None:
    """Exit code 1 if something differs and was not mended."""
    try:
        checked = services.check(mend=repair)
    except SearchError as error:
        raise click.ClickException(f"{error}. Make the index anew with: flask --app wsgi index rebuild") from error
    if checked.rebuilt:
        click.echo(f"There was no index that could be kept: made anew with {checked.expected} document(s).")
        return
    found = checked.found
    click.echo(
        f"{checked.expected} document(s) expected: {len(found.missing)} missing, {len(found.changed)} changed, "
        f"{len(found.surplus)} surplus, {checked.unnoted} change(s) not noted"
        f"{f'; {checked.repaired} mended' if checked.repaired else ''}."
    )
    for id_ in (*found.missing, *found.changed, *found.surplus)[:SHOWN]:
        click.echo(f"  {id_}")
    if (found.count or checked.unnoted) and not repair:
        raise click.ClickException("Mend it with: flask --app wsgi index check --repair")


@index_group.command("status", help="What the index should hold, and what waits to be sent to it.")
def status() -> None:
    """Exit code 1 if searches are answered by the database now."""
    held = services.status()
    click.echo(f"{held.expected} document(s) public, {held.gone} gone, {held.waiting} waiting to be sent.")
    if held.waiting_since:
        click.echo(f"The first has been waiting since {held.waiting_since:%Y-%m-%d %H:%M:%S} UTC.")
    meanings = services.reading()
    if meanings.model:
        click.echo(f"The meaning of {meanings.known} of {meanings.documents} document(s) is known to {meanings.model}.")
    if held.paused:
        raise click.ClickException(f"The index cannot be asked ({held.paused}): searches are answered by the database.")
    click.echo("The index answers.")
