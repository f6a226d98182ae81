"""The database: declarative base, column types and the one transaction rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, MetaData, Select, String, Table, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from marketplace.foundation import connections
from marketplace.foundation.text import Localised

BUSY_TIMEOUT_MS = 15_000
Id = Annotated[str, "id"]
Json = dict[str, Any]
Row = TypeVar("Row")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a naive moment: it has no meaning."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """SQLite gives it back naive; it was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class LocalisedType(TypeDecorator[Localised]):
    """A text in several languages, stored as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Localised | None, dialect: Dialect) -> Json | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Plain JSON for the database."""
        return None if value is None else value.to_json()

    def process_result_value(self, value: Json | None, dialect: Dialect) -> Localised | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The value again."""
        return None if value is None else Localised.from_json(value)


class Base(DeclarativeBase):
    """What every table shares: named constraints and our column types."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        Id: String(26),
        datetime: UtcDateTime(),
        Localised: LocalisedType(),
        Json: JSON(),
        list[str]: JSON(),
        list[Any]: JSON(),
    }


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


def table_of(model: type[Base]) -> Table:
    """The table behind a model: for statements that make no objects."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - what declarative classes have
    return table


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: commits when the outermost block ends, undoes everything on any error.

    What was left with `after_commit` is done then, in order. The outermost block begins afresh, so that what
    is decided about is read inside it: on SQLite with BEGIN IMMEDIATE, on PostgreSQL with READ COMMITTED and
    `locked()` rows.
    """
    session = db.session()
    if session.info.get("in_transaction"):
        yield session
        return
    _end_reading(session)
    session.info["in_transaction"] = True
    session.info["begun"] = session.info.get("begun", 0) + 1
    waiting: list[Callable[[], object]] = []
    session.info["after_commit"] = waiting
    try:
        yield session
        session.flush()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["in_transaction"] = False
    for step in waiting:
        step()


def after_commit(step: Callable[[], object]) -> None:
    """Do this once the transaction has been committed, never if it is undone: for what is told to other servers.

    The process may die in between, so what must happen needs a row that says so.
    """
    if not in_transaction():
        raise RuntimeError("nothing is to be committed here")
    db.session().info["after_commit"].append(step)


def in_transaction() -> bool:
    """Whether a `transaction()` is open here."""
    return bool(db.session().info.get("in_transaction"))


def _end_reading(session: Session) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside transaction()")
    session.commit()
    session.expire_all()


def locked(statement: Select[Row]) -> Select[Row]:
    """The same rows, locked until the transaction ends (SQLite holds its write lock already)."""
    return statement.with_for_update().execution_options(populate_existing=True)


def prepare_engine(engine: Engine) -> None:
    """Give an engine our transaction rule; called once for each, before its first connection."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite_connection)
        event.listen(engine, "begin", _begin_on_sqlite)
    else:
        connections.prepare(engine)


def _prepare_sqlite_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_on_sqlite(connection: Connection) -> None:
    writing = db.session.registry.has() and db.session().info.get("in_transaction")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
