from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, ForeignKeyConstraint, NullPool, Table, create_engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from marketplace import tables
from marketplace.foundation.append_only import append_only_tables
from marketplace.foundation.database import Base
from marketplace.foundation.moves import MoveRule, rows_of
from tests.architecture.rows import insert_any_row
from tests.architecture.sources import feature_of, graph, part_of, rungs
from tests.databases import Cleaner, OnPostgres

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

LEDGER = {"machine", "from_state", "move", "to_state"}
OWNERS = {mapper.local_table.name: feature_of(mapper.class_.__module__) for mapper in Base.registry.mappers}  # type: ignore[attr-defined]


def _references() -> Iterator[tuple[Table, Table]]:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            yield table, key.column.table


def test_every_features_tables_are_in_the_list() -> None:
    listed = graph().find_modules_directly_imported_by("marketplace.tables")
    unlisted = [
        module
        for module in sorted(graph().modules)
        if part_of(module) == "models" and module.count(".") == 2 and not _reached(module, listed)
    ]
    assert tables.MACHINES is not None
    assert unlisted == []


def _reached(module: str, listed: set[str]) -> bool:
    return module in listed or bool(graph().find_descendants(module) & listed)


def test_tables_are_named_after_their_feature() -> None:
    misnamed = {t: f for t, f in OWNERS.items() if f != "foundation" and not t.startswith((f, f.rstrip("s"), f[:-3]))}
    assert misnamed == {}


def test_foreign_keys_point_down() -> None:
    climbing = [
        f"{table.name} ({OWNERS[table.name]}) -> {target.name} ({OWNERS[target.name]})"
        for table, target in _references()
        if OWNERS[table.name] != OWNERS[target.name] and rungs()[OWNERS[table.name]] <= rungs()[OWNERS[target.name]]
    ]
    assert climbing == []


def test_every_foreign_key_has_an_index_or_begins_a_unique_key() -> None:
    """Without one, erasing a person or listing what belongs to a row reads the whole table."""
    bare = [
        f"{table.name}.{next(iter(key.columns)).name}"
        for table in Base.metadata.sorted_tables
        for key in table.constraints
        if isinstance(key, ForeignKeyConstraint)
        and key.referred_table.name != "move_rule"
        and not _leads(table, next(iter(key.columns)).name)
    ]
    assert bare == []


def _leads(table: Table, column: str) -> bool:
    leading = [next(iter(index.columns), None) for index in table.indexes]
    leading += [
        next(iter(getattr(each, "columns", ())), None)
        for each in table.constraints
        if not isinstance(each, ForeignKeyConstraint)
    ]
    return column in {each.name for each in leading if each is not None}


def test_an_audience_is_always_a_row_of_organisations() -> None:
    loose = [
        table.name
        for table in Base.metadata.sorted_tables
        if "audience_id" in table.columns and not table.columns["audience_id"].foreign_keys
    ]
    assert loose == []


def test_children_of_a_confidential_root_carry_its_audience() -> None:
    bare = {
        f"{table.name} -> {target.name}"
        for table, target in _references()
        if "audience_id" in target.columns
        and OWNERS[table.name] == OWNERS[target.name] != "organisations"
        and "audience_id" not in table.columns
    }
    assert bare == set()


def test_a_ledger_of_moves_references_the_allowed_ones() -> None:
    free = [
        table.name
        for table in Base.metadata.sorted_tables
        if {"from_state", "to_state"} <= set(table.columns.keys())
        and table.name != "move_rule"
        and not _follows_rules(table)
    ]
    assert free == []


def _follows_rules(table: Table) -> bool:
    keys = [key for key in table.constraints if isinstance(key, ForeignKeyConstraint)]
    return any(
        key.referred_table.name == "move_rule" and {each.column.name for each in key.elements} == LEDGER for key in keys
    )


def test_the_allowed_moves_are_those_of_the_rules(database: "SQLAlchemy", app: Flask) -> None:
    stored = {(r.machine, r.from_state, r.move, r.to_state) for r in database.session.scalars(select(MoveRule))}
    assert stored == rows_of(app.extensions["machines"])


@pytest.mark.parametrize("table", append_only_tables())
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_an_append_only_row_cannot_be_changed(database: "SQLAlchemy", cleaner: Cleaner, table: str, verb: str) -> None:
    column = next(iter(Base.metadata.tables[table].columns)).name
    statement = f"UPDATE {table} SET {column} = {column}" if verb == "UPDATE" else f"DELETE FROM {table}"  # noqa: S608
    with _almighty(database.engine, cleaner) as connection:
        insert_any_row(connection, Base.metadata.tables[table])
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(statement))
        connection.rollback()


def _almighty(application: Engine, cleaner: Cleaner) -> Connection:
    """A connection of which only the triggers ask anything: on PostgreSQL the application may not even try."""
    if isinstance(cleaner, OnPostgres):
        return create_engine(
            f"postgresql+psycopg://{cleaner.superuser_url.partition('://')[2]}", poolclass=NullPool
        ).connect()
    return application.connect()


def test_the_database_holds_the_tables_of_the_models(database: "SQLAlchemy") -> None:
    assert Base.metadata.tables.keys() <= set(inspect(database.engine).get_table_names())
