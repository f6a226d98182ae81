"""Searches that people keep."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discovery_saved_search",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_discovery_saved_search_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_discovery_saved_search_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discovery_saved_search")),
        sa.UniqueConstraint(
            "person_id",
            "organisation_id",
            "key",
            name=op.f("uq_discovery_saved_search_person_id_organisation_id_key"),
        ),
    )
    with op.batch_alter_table("discovery_saved_search", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_discovery_saved_search_organisation_id"), ["organisation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("discovery_saved_search", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discovery_saved_search_organisation_id"))

    op.drop_table("discovery_saved_search")
