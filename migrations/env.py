"""Runs the migrations: one at a time, in one transaction, without waiting long for anybody's lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from alembic import context
from alembic.operations import ops
from flask import current_app
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.types import TypeDecorator

from migrations.comparing import defaults_differ
from migrations.rewriting import writer

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

ADVISORY_LOCK = 20260725
LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "60s"
target = current_app.extensions["migrate"].db


def render_type(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our column types as what they are in the database, so that no migration imports the application."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def leave_out_empty(_context: object, _revision: object, directives: list[ops.MigrationScript]) -> None:
    """No file for no change; else our rewrites."""
    operations = directives[0].upgrade_ops if directives else None
    if operations is not None and operations.is_empty():
        directives[:] = []


def configure(connection: Connection) -> None:
    """Tell Alembic how to compare and how to write."""
    context.configure(
        connection=connection,
        target_metadata=target.metadata,
        compare_type=True,
        compare_server_default=defaults_differ,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_type,
        transactional_ddl=True,
        process_revision_directives=writer.chain(leave_out_empty),
    )


def run_on_postgres(connection: Connection) -> None:
    """Wait for another run to end, but not for anybody's long lock."""
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    connection.execute(text("SET vuon.duty = 'system'"))  # the tables' owner is bound by their policies too
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
    connection.commit()
    try:
        configure(connection)
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_LOCK})
        connection.execute(text("RESET lock_timeout"))
        connection.execute(text("RESET statement_timeout"))
        connection.execute(text("RESET vuon.duty"))
        connection.commit()


def run_on_sqlite(connection: Connection) -> None:
    """A batch rebuilds tables, so references are checked at the end instead of on the way."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connected connection has one
    connection.rollback()
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        configure(connection)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")
    broken = driver.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"after the migration these references lead nowhere: {broken[:5]}")


def run() -> None:
    """Migrate the application's database, on PostgreSQL as the owner of its tables."""
    if target.engine.dialect.name == "postgresql":
        owner = create_engine(current_app.extensions["settings"].owner_sqlalchemy_url, poolclass=NullPool)
        with owner.connect() as connection:
            run_on_postgres(connection)
        return
    with target.engine.connect() as connection:
        run_on_sqlite(connection)


run()
