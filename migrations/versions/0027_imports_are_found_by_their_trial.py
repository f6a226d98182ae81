"""Imports are found by their trial."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("exchange_import_trial", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exchange_import_trial_batch_id"), ["batch_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("exchange_import_trial", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_import_trial_batch_id"))
