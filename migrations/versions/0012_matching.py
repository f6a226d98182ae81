"""matching."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matching_preference",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("about_organisation_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "organisation_id <> about_organisation_id", name=op.f("ck_matching_preference_about_another")
        ),
        sa.ForeignKeyConstraint(
            ["about_organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_matching_preference_about_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_matching_preference_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["accounts_person.id"], name=op.f("fk_matching_preference_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_preference")),
        sa.UniqueConstraint(
            "organisation_id",
            "about_organisation_id",
            "number",
            name=op.f("uq_matching_preference_organisation_id_about_organisation_id_number"),
        ),
    )
    op.append_only("matching_preference")
    with op.batch_alter_table("matching_preference", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_matching_preference_about_organisation_id"), ["about_organisation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("matching_preference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_preference_about_organisation_id"))

    op.drop_table("matching_preference")
