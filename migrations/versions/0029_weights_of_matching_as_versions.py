"""Weights of matching as versions that the ministry makes."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matching_weights",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("policies", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["accounts_person.id"], name=op.f("fk_matching_weights_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_weights")),
        sa.UniqueConstraint("version", name=op.f("uq_matching_weights_version")),
    )
    op.append_only("matching_weights")
    with op.batch_alter_table("matching_weights", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_weights_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("matching_weights", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_weights_person_id"))

    op.drop_table("matching_weights")
