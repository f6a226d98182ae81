"""The board from the command line: how far it is, and all of it at once."""

import click

from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.matching.queries.board import Progress, is_stale, progress
from marketplace.matching.services.board import catch_up

STEP_SECONDS = 20.0


def told() -> str:
    """How far the board is, in one line."""
    with acting_as(SYSTEM):
        now, is_behind = progress(), is_stale()
    state = "running" if now.is_running else now.phase.value
    behind = "behind: something changed since" if is_behind else "up to date"
    ended = f", ended {now.ended_at:%Y-%m-%d %H:%M:%S} UTC" if now.ended_at else ""
    return f"Round {now.number} ({state}): {now.done} of {now.total} lists{ended}; {behind}."


def bring_up(*, anew: bool) -> Progress:
    """Work until everything is done; where another worker has the lease, leave it to that one."""
    with acting_as(SYSTEM):
        now = catch_up(STEP_SECONDS, anew=anew)
        while not now.is_done and not now.is_running:
            click.echo(f"{now.done} of {now.total} lists")
            now = catch_up(STEP_SECONDS)
    return now
