"""`flask matching …`: what an operator types."""

from pathlib import Path

import click
from flask.cli import AppGroup

from marketplace.matching.commands.board import bring_up, told
from marketplace.matching.commands.boosting import NotInstalled
from marketplace.matching.commands.fitting import Task, into_file, learnt
from marketplace.matching.commands.ranking import Direction, ranking, write_run
from marketplace.matching.commands.windows import read_tables, role_of, window_of
from marketplace.matching.rules.weights import SHIPPED, shipped

matching_group = AppGroup("matching", help="Who fits whom: ranking past deals, fitting weights.")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@matching_group.command("rank-window", with_appcontext=False)
@click.argument("window", type=FOLDER)
@click.option("--direction", type=click.Choice([way.value for way in Direction]), required=True)
@click.option("--top", default=100, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--out", type=FILE, required=True)
def rank_window(window: Path, direction: str, top: int, out: Path) -> None:
    """Rank a window of past deals with the shipped weights; needs no database and reads no answers."""
    try:
        tables = read_tables(window)
    except (FileNotFoundError, KeyError) as error:
        raise click.ClickException(f"The window cannot be read: {error}") from None
    read = window_of(tables, role_of(tables.history))
    rows = write_run(out, ranking(read, shipped(), Direction(direction), top))
    click.echo(f"{rows} rows in {out} (weights {SHIPPED}, {read.role}).")


@matching_group.command("fit", with_appcontext=False)
@click.argument("deals", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--profiles", type=FOLDER, required=True, help="Folder with companies.csv.gz and investors.csv.gz.")
@click.option("--before", required=True, metavar="YYYY-MM", help="Nothing from this month on is read.")
@click.option(
    "--version", default=SHIPPED, show_default=True, type=click.IntRange(1, 999), help="Written into the file."
)
@click.option("--windows", default=9, show_default=True, type=click.IntRange(1, 30))
@click.option("--out", type=FILE, required=True, help="Weights file; the other role in it stays.")
def fit_weights(deals: Path, profiles: Path, before: str, version: int, windows: int, out: Path) -> None:
    """Fit one role's weights on the half-years before a month."""
    try:
        role, weights = learnt(Task(deals, profiles, before, windows))
    except NotInstalled as error:
        raise click.ClickException(str(error)) from None
    into_file(out, version, role, weights)
    told = f"{len(weights['signals'])} signals, {len(weights['interactions'])} interactions"
    click.echo(f"{role}: {told}, {weights['fitted_on']['deals']} deals, in {out}.")


@matching_group.command("board")
@click.option("--rebuild", is_flag=True, help="Make every list from scratch.")
@click.option("--status", is_flag=True, help="Only say how far it is.")
def board(rebuild: bool, status: bool) -> None:
    """Bring the first places of all lists up to date now instead of bit by bit."""
    if not status:
        bring_up(anew=rebuild)
    click.echo(told())
