"""profiles."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profiles_profile",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("revision_id", sa.String(length=26), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("folded_name", sa.String(length=400), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("province", sa.String(length=10), nullable=True),
        sa.Column("city", sa.String(length=200), nullable=True),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("enterprise_code", sa.String(length=13), nullable=True),
        sa.Column("enterprise_type", sa.String(length=40), nullable=True),
        sa.Column("ownership", sa.String(length=40), nullable=True),
        sa.Column("control_country", sa.String(length=2), nullable=True),
        sa.Column("development_stage", sa.String(length=40), nullable=True),
        sa.Column("industry", sa.String(length=200), nullable=True),
        sa.Column("stock_symbol", sa.String(length=20), nullable=True),
        sa.Column("founded_year", sa.Integer(), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["publishing_subject.id"], name=op.f("fk_profiles_profile_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_profiles_profile_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["publishing_revision.id"], name=op.f("fk_profiles_profile_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles_profile")),
        sa.UniqueConstraint("enterprise_code", name=op.f("uq_profiles_profile_enterprise_code")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_profiles_profile_organisation_id")),
    )
    with op.batch_alter_table("profiles_profile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_profiles_profile_folded_name"), ["folded_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_profiles_profile_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_profiles_profile_revision_id"), ["revision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_profiles_profile_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_profiles_profile_stock_symbol"), ["stock_symbol"], unique=False)

    op.create_table(
        "profiles_certificate",
        sa.Column("profile_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standard", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=True),
        sa.Column("number", sa.String(length=200), nullable=True),
        sa.Column("markets", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles_profile.id"], name=op.f("fk_profiles_certificate_profile_id")
        ),
        sa.PrimaryKeyConstraint("profile_id", "position", name=op.f("pk_profiles_certificate")),
    )
    op.create_table(
        "profiles_code",
        sa.Column("profile_id", sa.String(length=26), nullable=False),
        sa.Column("taxonomy", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles_profile.id"], name=op.f("fk_profiles_code_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", "taxonomy", "code", name=op.f("pk_profiles_code")),
    )
    op.create_table(
        "profiles_figure",
        sa.Column("profile_id", sa.String(length=26), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("market", sa.String(length=2), nullable=False),
        sa.Column("export_usd", sa.BigInteger(), nullable=True),
        sa.Column("overseas_usd", sa.BigInteger(), nullable=True),
        sa.Column("revenue_usd", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=True),
        sa.Column("source_currency", sa.String(length=3), nullable=True),
        sa.Column("source_amount", sa.BigInteger(), nullable=True),
        sa.Column("fx_rate", sa.String(length=40), nullable=True),
        sa.Column("fx_date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles_profile.id"], name=op.f("fk_profiles_figure_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", "year", "market", name=op.f("pk_profiles_figure")),
    )
    op.create_table(
        "profiles_past_deal",
        sa.Column("profile_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counterparty_name", sa.String(length=300), nullable=False),
        sa.Column("counterparty_country", sa.String(length=2), nullable=True),
        sa.Column("counterparty_city", sa.String(length=200), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("amount_usd", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles_profile.id"], name=op.f("fk_profiles_past_deal_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", "position", name=op.f("pk_profiles_past_deal")),
    )


def downgrade() -> None:
    op.drop_table("profiles_past_deal")
    op.drop_table("profiles_figure")
    op.drop_table("profiles_code")
    op.drop_table("profiles_certificate")
    with op.batch_alter_table("profiles_profile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_profiles_profile_stock_symbol"))
        batch_op.drop_index(batch_op.f("ix_profiles_profile_sort_key"))
        batch_op.drop_index(batch_op.f("ix_profiles_profile_revision_id"))
        batch_op.drop_index(batch_op.f("ix_profiles_profile_kind"))
        batch_op.drop_index(batch_op.f("ix_profiles_profile_folded_name"))

    op.drop_table("profiles_profile")
