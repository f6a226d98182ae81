"""Many rows in one statement: the same on PostgreSQL and SQLite."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import is_
from typing import Any

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.orm import Session

from marketplace.foundation.database import Base, table_of


@dataclass(frozen=True, slots=True)
class _Insertion:
    """An INSERT of some columns, and how a value of each becomes what the driver takes (None: it is that already)."""

    statement: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    by_position: bool


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Many rows, all with the same columns; nothing for no rows. KeyError for a column whose default is left to Python.

    Values are made ready column by column: row by row, as SQLAlchemy does, that takes longer than the database.
    """
    if not rows:
        return
    connection = session.connection()
    insertion = _insertion(table_of(model), connection.dialect, tuple(rows[0]))
    ready = [_ready([row[name] for row in rows], bind) for name, bind in insertion.columns]
    given: list[Any] = list(zip(*ready, strict=True))
    if not insertion.by_position:
        names = [name for name, _ in insertion.columns]
        given = [dict(zip(names, row, strict=True)) for row in given]
    connection.exec_driver_sql(insertion.statement, given)


def _ready(values: list[Any], bind: Callable[[Any], Any] | None) -> list[Any]:
    if bind is None:
        return values
    first = values[0]
    if all(map(is_, values, repeat(first))):  # such as the moment of a whole import
        return [bind(first)] * len(values)
    return [bind(value) for value in values]


@lru_cache(maxsize=256)
def _insertion(table: Table, dialect: Dialect, names: tuple[str, ...]) -> _Insertion:
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    ordered = compiled.positiontup or list(compiled.binds)
    columns = ((name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in ordered)
    return _Insertion(str(compiled), tuple(columns), compiled.positional)
