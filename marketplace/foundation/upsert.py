"""Insert unless it is there: the same statement on PostgreSQL and SQLite."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import false, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from marketplace.foundation.database import Base


def insert_new(session: Session, table: type[Base], values: Mapping[str, object]) -> bool:
    """Insert a row; False if a unique key already holds one. On PostgreSQL it waits for a concurrent insert."""
    insert = _inserter(session)
    keys = inspect(table).primary_key
    return session.execute(insert(table).values(values).on_conflict_do_nothing().returning(*keys)).first() is not None


def lock_or_insert(session: Session, table: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """Hold a row for each of these keys until the transaction ends: the one that is there as it is, else this one.

    One after the other as they are given, so that two who give them in the same order never wait in a ring.
    """
    insert, keys = _inserter(session), inspect(table).primary_key
    untouched = {keys[0].name: keys[0]}
    held = insert(table).on_conflict_do_update(index_elements=list(keys), set_=untouched, where=false())
    if rows:
        session.connection().execute(held, [dict(row) for row in rows])


def _inserter(session: Session) -> Any:
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
