"""files."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "files_stored",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_files_stored_not_empty")),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_files_stored_audience_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_files_stored_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files_stored")),
    )
    op.append_only("files_stored")
    with op.batch_alter_table("files_stored", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_files_stored_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_stored_organisation_id"), ["organisation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("files_stored", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_files_stored_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_files_stored_audience_id"))

    op.drop_table("files_stored")
