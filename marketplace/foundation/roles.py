"""The two roles of PostgreSQL: the owner migrates; the application reads and writes rows and owns nothing."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import Connection

from marketplace.foundation.append_only import append_only_tables

VERSIONS = "alembic_version"
# What the role may do with the tables and sequences of the schema, those of today and those of later migrations.
GRANTS = (
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


def grant(connection: Connection, role: str) -> None:
    """Let the application's role do its work and no more: run as the owner after a migration; repeatable."""
    quote = connection.dialect.identifier_preparer.quote
    name, schema = quote(role), quote(str(connection.scalar(text("SELECT current_schema()"))))
    for statement in GRANTS:
        connection.execute(text(statement.format(schema=schema, role=name)))
    there = set(connection.scalars(text(TABLES)))
    for table in sorted(there.intersection(append_only_tables())):
        connection.execute(text(f"REVOKE UPDATE, DELETE ON {table} FROM {name}"))
    if VERSIONS in there:
        connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON {VERSIONS} FROM {name}"))
