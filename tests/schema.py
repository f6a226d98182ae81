"""Builds the schema that tests run on: the real migrations, then the reference data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_migrate import upgrade

from marketplace.foundation.database import db

if TYPE_CHECKING:
    from flask import Flask


def build(app: Flask) -> None:
    """Upgrade an empty database to the newest migration and load what every installation has."""
    upgrade(directory=str(app.extensions["migrate"].directory))
    db.session.remove()
