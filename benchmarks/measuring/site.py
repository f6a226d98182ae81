"""The application on the servers that the environment names, with a data folder of the benchmarks' own."""

from __future__ import annotations

import os
from dataclasses import replace

import psycopg
from flask import Flask
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy.engine import make_url

from marketplace.app import create_app
from marketplace.config import ROOT, Settings
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import db, transaction
from marketplace.foundation.moves import load_moves
from marketplace.reference.services.load import load_reference

FOLDER = ROOT / "var" / "bench"


def settings() -> Settings:
    """What the environment says: DATABASE_URL, ELASTICSEARCH_URL, REDIS_URL, VUON_DATA_DIR (here var/bench)."""
    given = {"VUON_DATA_DIR": str(FOLDER), "ELASTICSEARCH_PREFIX": "bench", **os.environ}
    return replace(Settings.from_environment(given), log_level="ERROR")


def site() -> Flask:
    """The application; its data folder is there."""
    chosen = settings()
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    return create_app(chosen)


def engine_name() -> str:
    """Which search engine the environment chooses."""
    return "Elasticsearch" if settings().elasticsearch_url else "embedded"


def database_name() -> str:
    """Which database the environment chooses."""
    return "PostgreSQL" if settings().sqlalchemy_url.startswith("postgresql") else "SQLite"


def prepare_database(app: Flask) -> None:
    """Make the database if there is none, migrate it, and load moves and reference data."""
    chosen: Settings = app.extensions["settings"]
    if chosen.sqlalchemy_url.startswith("postgresql"):
        _make_database(chosen.owner_sqlalchemy_url)
    upgrade(directory=str(ROOT / "migrations"))
    with acting_as(SYSTEM):
        with transaction() as session:
            load_moves(session, app.extensions["machines"])
        load_reference(SYSTEM)
    db.session.remove()


def _make_database(address: str) -> None:
    url = make_url(address)
    server = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [url.database]).fetchone()
        if found is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(str(url.database))))
