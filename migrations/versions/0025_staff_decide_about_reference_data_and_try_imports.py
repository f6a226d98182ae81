"""Staff decide about reference data and try imports; index checks are noted."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_check",
        sa.Column("index", sa.String(length=20), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("differed", sa.Integer(), nullable=False),
        sa.Column("mended", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("index", name=op.f("pk_index_check")),
    )
    op.create_table(
        "exchange_import_trial",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("report_hash", sa.String(length=64), nullable=True),
        sa.Column("batch_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["exchange_import_batch.id"], name=op.f("fk_exchange_import_trial_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_import_trial")),
    )
    with op.batch_alter_table("exchange_import_trial", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exchange_import_trial_state"), ["state"], unique=False)

    with op.batch_alter_table("exchange_import_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("report_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("taken_back", sa.JSON(), server_default="{}", nullable=False))

    with op.batch_alter_table("periodic_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("reference_market", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decided_here", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("reference_province", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decided_here", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("changes", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("reference_term", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("successor", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("other_names", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("decided_here", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("changes", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("reference_term", schema=None) as batch_op:
        batch_op.drop_column("changes")
        batch_op.drop_column("decided_here")
        batch_op.drop_column("other_names")
        batch_op.drop_column("successor")
        batch_op.drop_column("parent")

    with op.batch_alter_table("reference_province", schema=None) as batch_op:
        batch_op.drop_column("changes")
        batch_op.drop_column("decided_here")

    with op.batch_alter_table("reference_market", schema=None) as batch_op:
        batch_op.drop_column("decided_here")

    with op.batch_alter_table("periodic_run", schema=None) as batch_op:
        batch_op.drop_column("ended_at")

    with op.batch_alter_table("exchange_import_batch", schema=None) as batch_op:
        batch_op.drop_column("taken_back")
        batch_op.drop_column("report_hash")
        batch_op.drop_column("person_id")

    with op.batch_alter_table("exchange_import_trial", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_import_trial_state"))

    op.drop_table("exchange_import_trial")
    op.drop_table("index_check")
