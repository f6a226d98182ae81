"""exchange."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exchange_import_batch",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_import_batch")),
    )
    op.create_table(
        "exchange_import_row",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("batch_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=400), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("published", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["exchange_import_batch.id"], name=op.f("fk_exchange_import_row_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_import_row")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_exchange_import_row_batch_id_number")),
    )
    op.create_table(
        "exchange_source_record",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source_key", sa.String(length=400), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_exchange_source_record_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["publishing_subject.id"], name=op.f("fk_exchange_source_record_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_source_record")),
        sa.UniqueConstraint(
            "source", "kind", "source_key", name=op.f("uq_exchange_source_record_source_kind_source_key")
        ),
    )
    with op.batch_alter_table("exchange_source_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exchange_source_record_organisation_id"), ["organisation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("exchange_source_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_source_record_organisation_id"))

    op.drop_table("exchange_source_record")
    op.drop_table("exchange_import_row")
    op.drop_table("exchange_import_batch")
