"""mandates."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mandates_mandate",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("revision_id", sa.String(length=26), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("folded_title", sa.String(length=400), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("ticket_minimum", sa.BigInteger(), nullable=True),
        sa.Column("ticket_maximum", sa.BigInteger(), nullable=True),
        sa.Column("amount_sought", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["publishing_subject.id"], name=op.f("fk_mandates_mandate_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_mandates_mandate_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["publishing_revision.id"], name=op.f("fk_mandates_mandate_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates_mandate")),
    )
    with op.batch_alter_table("mandates_mandate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandates_mandate_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandates_mandate_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandates_mandate_revision_id"), ["revision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandates_mandate_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "mandates_code",
        sa.Column("mandate_id", sa.String(length=26), nullable=False),
        sa.Column("criterion", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("privacy", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandates_mandate.id"], name=op.f("fk_mandates_code_mandate_id")),
        sa.PrimaryKeyConstraint("mandate_id", "criterion", "code", name=op.f("pk_mandates_code")),
    )


def downgrade() -> None:
    op.drop_table("mandates_code")
    with op.batch_alter_table("mandates_mandate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mandates_mandate_sort_key"))
        batch_op.drop_index(batch_op.f("ix_mandates_mandate_revision_id"))
        batch_op.drop_index(batch_op.f("ix_mandates_mandate_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_mandates_mandate_kind"))

    op.drop_table("mandates_mandate")
