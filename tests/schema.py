"""Builds the schema that tests run on: the real migrations, then what every installation has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_migrate import upgrade
from sqlalchemy import NullPool, create_engine
from sqlalchemy.engine import make_url

from marketplace.config import ROOT, Settings
from marketplace.foundation.database import db, transaction
from marketplace.foundation.moves import load_moves
from marketplace.foundation.roles import grant

if TYPE_CHECKING:
    from flask import Flask


def build(app: Flask) -> None:
    """Upgrade an empty database to the newest migration and load the allowed moves."""
    upgrade(directory=str(ROOT / "migrations"))
    give_rights(app.extensions["settings"])
    with transaction() as session:
        load_moves(session, app.extensions["machines"])
    db.session.remove()


def give_rights(settings: Settings) -> None:
    """On PostgreSQL the application's role may use what the owner's made."""
    if not settings.database_owner_url:
        return
    with create_engine(settings.owner_sqlalchemy_url, poolclass=NullPool).begin() as connection:
        grant(connection, make_url(settings.sqlalchemy_url).username or "")
