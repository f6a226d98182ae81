"""Insert unless it is there: the same statement on PostgreSQL and SQLite."""

from collections.abc import Mapping

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from marketplace.foundation.database import Base


def insert_new(session: Session, table: type[Base], values: Mapping[str, object]) -> bool:
    """Insert a row; False if a unique key already holds one. On PostgreSQL it waits for a concurrent insert."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    keys = inspect(table).primary_key
    return session.execute(insert(table).values(values).on_conflict_do_nothing().returning(*keys)).first() is not None
