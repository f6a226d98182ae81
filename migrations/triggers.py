"""The operation `op.append_only(table)`: triggers that forbid UPDATE and DELETE, on both databases."""

from __future__ import annotations

from alembic.autogenerate import renderers
from alembic.operations import MigrateOperation, Operations

FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
ON_POSTGRES = (
    "CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
)
# The application's role may write new tables by default; of these it may only add rows.
ONLY_ADDING = (
    "DO $$ DECLARE holder text; BEGIN FOR holder IN SELECT DISTINCT grantee FROM information_schema.role_table_grants "
    "WHERE table_schema = current_schema() AND table_name = '{table}' AND privilege_type IN ('UPDATE', 'DELETE') "
    "AND grantee NOT IN (current_user, 'PUBLIC') LOOP "
    "EXECUTE format('REVOKE UPDATE, DELETE ON {table} FROM %I', holder); END LOOP; END $$"
)
ON_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)


@Operations.register_operation("append_only")
class AppendOnlyOp(MigrateOperation):
    """Forbid changes of a table's rows."""

    def __init__(self, table: str) -> None:
        self.table = table

    @classmethod
    def append_only(cls, operations: Operations, table: str) -> None:
        """Forbid UPDATE and DELETE on this table; call it again after a batch that changes the table."""
        operations.invoke(cls(table))

    def reverse(self) -> MigrateOperation:
        """Before the table goes, its triggers may."""
        return ChangeableOp(self.table)


@Operations.register_operation("changeable")
class ChangeableOp(MigrateOperation):
    """Allow changes of a table's rows again."""

    def __init__(self, table: str) -> None:
        self.table = table

    @classmethod
    def changeable(cls, operations: Operations, table: str) -> None:
        """Drop the triggers that forbid changes."""
        operations.invoke(cls(table))

    def reverse(self) -> MigrateOperation:
        """The other way."""
        return AppendOnlyOp(self.table)


@Operations.implementation_for(AppendOnlyOp)
def forbid(operations: Operations, operation: AppendOnlyOp) -> None:
    """Create the triggers of this database."""
    if operations.get_bind().dialect.name == "postgresql":
        operations.execute(FUNCTION)
        operations.execute(ON_POSTGRES.format(table=operation.table))
        operations.execute(ONLY_ADDING.format(table=operation.table))
        return
    for verb in ("update", "delete"):
        operations.execute(ON_SQLITE.format(table=operation.table, verb=verb))


@Operations.implementation_for(ChangeableOp)
def allow(operations: Operations, operation: ChangeableOp) -> None:
    """Drop the triggers of this database."""
    if operations.get_bind().dialect.name == "postgresql":
        operations.execute(f"DROP TRIGGER IF EXISTS {operation.table}_append_only ON {operation.table}")
        return
    for verb in ("update", "delete"):
        operations.execute(f"DROP TRIGGER IF EXISTS {operation.table}_no_{verb}")


@renderers.dispatch_for(AppendOnlyOp)
def write_append_only(_context: object, operation: AppendOnlyOp) -> str:
    """The line in a migration."""
    return f"op.append_only({operation.table!r})"


@renderers.dispatch_for(ChangeableOp)
def write_changeable(_context: object, operation: ChangeableOp) -> str:
    """The line in a migration."""
    return f"op.changeable({operation.table!r})"
