"""Builds the schema that tests run on: the real migrations, then what every installation has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_migrate import upgrade

from marketplace.config import ROOT
from marketplace.foundation.database import db, transaction
from marketplace.foundation.moves import load_moves

if TYPE_CHECKING:
    from flask import Flask


def build(app: Flask) -> None:
    """Upgrade an empty database to the newest migration and load the allowed moves."""
    upgrade(directory=str(ROOT / "migrations"))
    with transaction() as session:
        load_moves(session, app.extensions["machines"])
    db.session.remove()
