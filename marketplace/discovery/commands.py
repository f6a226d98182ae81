"""Operators' commands for the search index."""

import time

import click
from flask.cli import AppGroup

from marketplace.discovery import services
from search_index.engine import SearchError

index_group = AppGroup("index", help="The public search index.")
SHOWN = 20


@index_group.command("rebuild", help="Make the index anew from the database. Readers keep the old one until then.")
def rebuild() -> None:
    """Safe to end at any time and to repeat."""
    began = time.monotonic()
    try:
        count = services.rebuild()
    except SearchError as error:
        raise click.ClickException(f"{error}. Nothing was changed; run the command again.") from error
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
        click.echo(f"There was no readable index: made anew with {checked.expected} document(s).")
        return
    found = checked.found
    click.echo(
        f"{checked.expected} document(s) expected: {len(found.missing)} missing, {len(found.changed)} changed, "
        f"{len(found.surplus)} surplus{', mended' if repair and found.count else ''}."
    )
    for id_ in (*found.missing, *found.changed, *found.surplus)[:SHOWN]:
        click.echo(f"  {id_}")
    if found.count and not repair:
        raise click.ClickException("Mend it with: flask --app wsgi index check --repair")
