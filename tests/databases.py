"""A clean database for every test, on SQLite and on PostgreSQL.

Nothing is rolled back: tests commit, and threads have connections of their own. On SQLite each test begins with a
copy of a file that the migrations made; on PostgreSQL what a test wrote is deleted, past the triggers that forbid it,
by the superuser: the tests themselves run as the application's role, which owns nothing, and migrations as the owner.
"""

from __future__ import annotations

import re
import secrets
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import event
from sqlalchemy.engine import make_url

from scripts.database_roles import Addresses, make_database, make_roles

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.engine import Engine

KEPT = re.compile(r"reference_\w+|move_rule|alembic_version")
WRITES_TO_KEPT = re.compile(
    r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(?:reference_|move_rule)', re.IGNORECASE
)


class Cleaner(Protocol):
    """Gives every test the same database."""

    @property
    def url(self) -> str:
        """The address of the worker's database."""

    @property
    def owner_url(self) -> str:
        """The address with which it is migrated; empty where that is the same."""

    def fill(self, app: Flask) -> None:
        """Migrate and load the reference data, once for each worker."""

    def clean(self, engine: Engine) -> None:
        """Forget what the last test wrote."""

    def end(self) -> None:
        """Leave nothing behind."""


def _fill(app: Flask) -> None:
    from tests.schema import build  # noqa: PLC0415 - it imports the application, which not every test needs

    with app.app_context():
        build(app)


@dataclass
class OnSqlite:
    """One file for each worker; a test begins with a copy of the template."""

    folder: Path

    @property
    def url(self) -> str:
        """The application's own file in this folder."""
        return f"sqlite:///{self.folder / 'test.sqlite3'}"

    @property
    def owner_url(self) -> str:
        """SQLite knows no roles."""
        return ""

    def fill(self, app: Flask) -> None:
        """Make the file, forget how it was filled, then keep it as the template."""
        _fill(app)
        with closing(sqlite3.connect(self.folder / "test.sqlite3")) as connection:
            _empty_on_sqlite(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self.folder / "test.sqlite3", self.folder / "template.sqlite3")

    def clean(self, engine: Engine) -> None:
        """Close every connection and put the template in place."""
        engine.dispose()
        for suffix in ("-wal", "-shm"):
            (self.folder / f"test.sqlite3{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.folder / "template.sqlite3", self.folder / "test.sqlite3")

    def end(self) -> None:
        """The folder goes with the run."""


@dataclass
class OnPostgres:
    """One database for each worker, made from a template of its own, with two roles of its own."""

    server: str  # as a superuser
    worker: str  # unique for this run too: two runs may share a server
    touched: bool = field(default=False)
    password: str = field(default_factory=secrets.token_urlsafe)

    @property
    def name(self) -> str:
        """The worker's database."""
        return f"vuon_test_{self.worker}"

    @property
    def names(self) -> tuple[str, str]:
        """The worker's database and its template."""
        return self.name, f"{self.name}_template"

    @property
    def url(self) -> str:
        """The address of the worker's database for the application."""
        return self._address(f"{self.name}_application")

    @property
    def owner_url(self) -> str:
        """The address of the worker's database for migrations."""
        return self._address(f"{self.name}_owner")

    @property
    def superuser_url(self) -> str:
        """The address of the worker's database for what neither role may do, such as deleting what is append-only."""
        return (
            make_url(self.server).set(drivername="postgresql", database=self.name).render_as_string(hide_password=False)
        )

    def _address(self, role: str) -> str:
        url = make_url(self.server).set(drivername="postgresql", database=self.name)
        return url.set(username=role, password=self.password).render_as_string(hide_password=False)

    def fill(self, app: Flask) -> None:
        """Make the database anew, fill it, and keep it as the template."""
        self.create_empty()
        _fill(app)
        with app.app_context():
            from marketplace.foundation.database import db  # noqa: PLC0415 - see above

            db.session.remove()
            db.engine.dispose()
            event.listen(db.engine, "before_cursor_execute", self._notice)
        self._copy(self.name, f"{self.name}_template")

    def create_empty(self) -> None:
        """Make the roles and the database anew."""
        self._administer(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        addresses = Addresses(self.server, self.owner_url, self.url)
        make_roles(addresses)
        make_database(addresses)

    def clean(self, engine: Engine) -> None:
        """Delete what was written; where reference data changed, begin from the template."""
        engine.dispose()
        if self.touched:
            self._copy(f"{self.name}_template", self.name)
            self.touched = False
            return
        with psycopg.connect(self.superuser_url) as connection:
            connection.execute("SET LOCAL session_replication_role = replica")
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for table in _with_rows(connection, [name for (name,) in tables if not KEPT.fullmatch(name)]):
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))

    def end(self) -> None:
        """Drop both databases and both roles."""
        self._administer(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in self.names))
        self._administer(*(f'DROP ROLE IF EXISTS "{self.name}_{role}"' for role in ("application", "owner")))

    def _notice(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if WRITES_TO_KEPT.match(statement):
            self.touched = True

    def _copy(self, source: str, target: str) -> None:
        self._administer(
            f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
            f'CREATE DATABASE "{target}" OWNER "{self.name}_owner" TEMPLATE "{source}"',
        )
        addresses = Addresses(self.server, self.owner_url, self.url)
        make_database(addresses)

    def _administer(self, *statements: str) -> None:
        url = make_url(self.server).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(sql.SQL(statement))


def _with_rows(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    if not tables:
        return []
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(sql.Literal(t), sql.Identifier(t)) for t in tables
    )
    return [name for (name,) in connection.execute(asked).fetchall()]


def _empty_on_sqlite(connection: sqlite3.Connection) -> None:
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for (table,) in tables:
        if not KEPT.fullmatch(table) and not table.startswith("sqlite_"):
            connection.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names come from the catalogue
    for _, trigger in triggers:
        connection.execute(trigger)
    connection.commit()
