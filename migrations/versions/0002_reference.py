"""reference."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reference_fx_rate",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("usd_per_unit", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("is_illustrative", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_fx_rate")),
        sa.UniqueConstraint("currency", "day", "source", name="uq_reference_fx_rate_source"),
    )
    op.append_only("reference_fx_rate")
    op.create_table(
        "reference_industry",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("parent", sa.String(length=5), nullable=True),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_reference_industry")),
    )
    with op.batch_alter_table("reference_industry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reference_industry_parent"), ["parent"], unique=False)

    op.create_table(
        "reference_market",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("market_class", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("year", "country", name=op.f("pk_reference_market")),
    )
    op.create_table(
        "reference_province",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("successor", sa.String(length=2), nullable=True),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_reference_province")),
    )
    op.create_table(
        "reference_release",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_release")),
    )
    op.append_only("reference_release")
    op.create_table(
        "reference_term",
        sa.Column("taxonomy", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("taxonomy", "code", name=op.f("pk_reference_term")),
    )


def downgrade() -> None:
    op.drop_table("reference_term")
    op.drop_table("reference_release")
    op.drop_table("reference_province")
    op.drop_table("reference_market")
    with op.batch_alter_table("reference_industry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reference_industry_parent"))

    op.drop_table("reference_industry")
    op.drop_table("reference_fx_rate")
