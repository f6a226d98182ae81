"""What a migration written by a program gets besides: triggers of append-only tables, policies of confidential ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import rewriter
from alembic.operations import ops

from migrations.row_security import COLUMN, RowSecurityOp
from migrations.triggers import AppendOnlyOp

if TYPE_CHECKING:
    from alembic.migration import MigrationContext

writer = rewriter.Rewriter()


@writer.rewrites(ops.CreateTableOp)
def protect_new(_context: object, _revision: object, operation: ops.CreateTableOp) -> list[ops.MigrateOperation]:
    """A new append-only table gets its triggers in the same migration, a confidential one its policy."""
    made: list[ops.MigrateOperation] = [operation]
    table = operation.to_table()
    if table.info.get("append_only"):
        operation.info = {}  # the next line says it
        made.append(AppendOnlyOp(operation.table_name))
    if COLUMN in table.columns:
        made.append(RowSecurityOp(operation.table_name))
    return made


@writer.rewrites(ops.ModifyTableOps)
def protect_changed(
    context: MigrationContext, _revision: object, operation: ops.ModifyTableOps
) -> list[ops.MigrateOperation]:
    """A changed append-only table gets its triggers again (a batch on SQLite drops them), a new audience its policy."""
    made: list[ops.MigrateOperation] = [operation]
    table = context.opts["target_metadata"].tables.get(operation.table_name)
    rebuilt = any(not isinstance(each, ops.CreateIndexOp | ops.DropIndexOp) for each in operation.ops)
    if rebuilt and table is not None and table.info.get("append_only"):
        made.append(AppendOnlyOp(operation.table_name))
    if any(isinstance(each, ops.AddColumnOp) and each.column.name == COLUMN for each in operation.ops):
        made.append(RowSecurityOp(operation.table_name))
    return made
