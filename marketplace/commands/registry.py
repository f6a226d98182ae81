"""Every command of `flask --app wsgi`, in one list."""

from __future__ import annotations

import click
from flask import Flask

from marketplace.commands import database, demo, operations
from marketplace.discovery import commands as discovery
from marketplace.exchange import commands as exchange
from marketplace.matching.commands import groups as matching
from marketplace.organisations import commands as organisations
from marketplace.reference import commands as reference

COMMANDS: tuple[click.Command, ...] = (
    operations.serve,
    operations.be_relay,
    demo.demo,
    operations.moves,
    operations.jobs_group,
    operations.journal_group,
    database.group,
    reference.reference_group,
    discovery.index_group,
    exchange.group,
    organisations.group,
    matching.matching_group,
)


def register(app: Flask) -> None:
    """Give the application its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
