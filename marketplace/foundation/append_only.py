"""Append-only tables: the triggers that forbid UPDATE and DELETE on both databases."""

from typing import Any

from sqlalchemy import Connection, Table, event, text

from marketplace.foundation.database import Base

REFUSING_FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)


def trigger_statements(table: str, dialect: str) -> list[str]:
    """The statements that make one table append-only."""
    message = f"{table} is append-only"
    if dialect == "postgresql":
        return [
            REFUSING_FUNCTION,
            (
                f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            ),
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def append_only_tables() -> list[str]:
    """Every table that declares itself append-only."""
    return sorted(name for name, table in Base.metadata.tables.items() if table.info.get("append_only"))


@event.listens_for(Table, "after_create")
def _protect(table: Table, connection: Connection, **_: Any) -> None:
    if table.info.get("append_only"):
        for statement in trigger_statements(table.name, connection.dialect.name):
            connection.execute(text(statement))
