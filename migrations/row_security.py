"""The operation `op.row_security(table)`: PostgreSQL hides a row from everybody outside its audience."""

from __future__ import annotations

from alembic.autogenerate import renderers
from alembic.operations import MigrateOperation, Operations

COLUMN = "audience_id"
MEMBERS = "organisations_audience_member"
# The settings are read once for each statement, not once for each row: hence the selects. Not set means nobody.
DUTY = "(SELECT current_setting('vuon.duty', true)) IN ('staff', 'system')"
ORGANISATION = "(SELECT NULLIF(current_setting('vuon.organisation', true), ''))"
PERSON = "(SELECT NULLIF(current_setting('vuon.person', true), ''))"
INSIDE = (
    f"{DUTY} OR {COLUMN} IN (SELECT inside.{COLUMN} FROM {MEMBERS} AS inside "  # noqa: S608 - no input
    f"WHERE inside.organisation_id = {ORGANISATION} AND (inside.person_id IS NULL OR inside.person_id = {PERSON}))"
)
# Who is inside is itself confidential: an organisation sees its own places, and only a duty gives any.
OWN_PLACES = f"{DUTY} OR organisation_id = {ORGANISATION}"


def conditions(table: str) -> tuple[str, str]:
    """Which rows are there for whom, and which may be written."""
    return (OWN_PLACES, DUTY) if table == MEMBERS else (INSIDE, INSIDE)


def statements(table: str) -> list[str]:
    """What gives a table its one policy, whatever it had before. Its owner is bound by it too."""
    using, check = conditions(table)
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS audience ON {table}",
        f"CREATE POLICY audience ON {table} USING ({using}) WITH CHECK ({check})",
    ]


@Operations.register_operation("row_security")
class RowSecurityOp(MigrateOperation):
    """Hide a table's rows from those outside their audiences."""

    def __init__(self, table: str) -> None:
        self.table = table

    @classmethod
    def row_security(cls, operations: Operations, table: str) -> None:
        """Enable, force and write the policy; nothing on SQLite."""
        operations.invoke(cls(table))

    def reverse(self) -> MigrateOperation:
        """The other way."""
        return NoRowSecurityOp(self.table)


@Operations.register_operation("no_row_security")
class NoRowSecurityOp(MigrateOperation):
    """Show a table's rows to everybody who may read the table."""

    def __init__(self, table: str) -> None:
        self.table = table

    @classmethod
    def no_row_security(cls, operations: Operations, table: str) -> None:
        """Drop the policy and no longer ask for one; nothing on SQLite."""
        operations.invoke(cls(table))

    def reverse(self) -> MigrateOperation:
        """The other way."""
        return RowSecurityOp(self.table)


@Operations.implementation_for(RowSecurityOp)
def hide(operations: Operations, operation: RowSecurityOp) -> None:
    """Run the statements where the database knows policies."""
    if operations.get_bind().dialect.name == "postgresql":
        for statement in statements(operation.table):
            operations.execute(statement)


@Operations.implementation_for(NoRowSecurityOp)
def show(operations: Operations, operation: NoRowSecurityOp) -> None:
    """Undo it where the database knows policies."""
    if operations.get_bind().dialect.name == "postgresql":
        operations.execute(f"DROP POLICY IF EXISTS audience ON {operation.table}")
        operations.execute(f"ALTER TABLE {operation.table} NO FORCE ROW LEVEL SECURITY")
        operations.execute(f"ALTER TABLE {operation.table} DISABLE ROW LEVEL SECURITY")


@renderers.dispatch_for(RowSecurityOp)
def write_row_security(_context: object, operation: RowSecurityOp) -> str:
    """The line in a migration."""
    return f"op.row_security({operation.table!r})"


@renderers.dispatch_for(NoRowSecurityOp)
def write_no_row_security(_context: object, operation: NoRowSecurityOp) -> str:
    """The line in a migration."""
    return f"op.no_row_security({operation.table!r})"
