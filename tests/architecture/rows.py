"""Puts one row of no meaning into any table, references unchecked, so that its triggers have something to refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, String, Table, insert, text

from marketplace.foundation.database import LocalisedType, UtcDateTime
from marketplace.foundation.text import Localised

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

VALUES: dict[type, Any] = {
    str: "x",
    int: 1,
    float: 1.0,
    bool: False,
    bytes: b"x",
    Decimal: Decimal(1),
    date: date(2026, 1, 1),
    dict: {},
    object: {},
    list: [],
}


def insert_any_row(connection: Connection, table: Table) -> None:
    """Insert one row; the caller rolls back."""
    on_postgres = connection.dialect.name == "postgresql"
    switch = "SET LOCAL session_replication_role = replica" if on_postgres else "PRAGMA defer_foreign_keys = ON"
    connection.execute(text(switch))
    connection.execute(insert(table).values({column.name: _value(column) for column in table.columns}))
    if on_postgres:
        connection.execute(text("SET LOCAL session_replication_role = origin"))


def _value(column: Column[Any]) -> Any:
    if column.nullable:
        return None
    if isinstance(column.type, LocalisedType):
        return Localised(vi="x")
    if isinstance(column.type, UtcDateTime):
        return datetime(2026, 1, 1, tzinfo=UTC)
    value = VALUES[column.type.python_type]
    return column.name[: column.type.length] if isinstance(column.type, String) else value
