"""Commands for PostgreSQL's roles: what the application may do, and whether the policies bind it."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import NullPool, create_engine
from sqlalchemy.engine import make_url

from marketplace.config import ROOT, Settings
from marketplace.foundation.database import db
from marketplace.foundation.role_check import complaints
from marketplace.foundation.roles import grant

group = AppGroup("database", help="The roles of PostgreSQL.")


@group.command("grant", help="Let the role of DATABASE_URL read and write rows; run with DATABASE_OWNER_URL set.")
def grant_to_application() -> None:
    """After every migration; repeatable. The roles themselves are made by scripts/database_roles.py."""
    _expect_postgres()
    settings: Settings = current_app.extensions["settings"]
    role = make_url(settings.sqlalchemy_url).username or ""
    owner = make_url(settings.owner_sqlalchemy_url)
    if not settings.database_owner_url or owner.username == role:
        raise click.ClickException("Set DATABASE_OWNER_URL to the role that migrates; it differs from DATABASE_URL's.")
    engine = create_engine(owner, poolclass=NullPool)
    with engine.begin() as connection:
        grant(connection, role)
    click.echo(f"{role} may read and write rows, add to what is append-only, and nothing else.")


@group.command("check", help="Refuse a role that the policies do not bind, and a database that is not ready.")
def check() -> None:
    """Exit code 1 with a sentence for everything that is wrong."""
    _expect_postgres()
    newest = (ROOT / "migrations" / "head.txt").read_text(encoding="utf-8").strip()
    with db.engine.connect() as connection:
        found = complaints(connection, newest)
    if found:
        raise click.ClickException("\n".join(found))
    click.echo("The application's role is bound by the policies, and the database is ready.")


def _expect_postgres() -> None:
    if db.engine.dialect.name != "postgresql":
        raise click.ClickException("DATABASE_URL names no PostgreSQL database: SQLite knows no roles and no policies.")
