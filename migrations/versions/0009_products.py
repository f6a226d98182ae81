"""products."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "products_product",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("revision_id", sa.String(length=26), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("folded_name", sa.String(length=400), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["publishing_subject.id"], name=op.f("fk_products_product_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_products_product_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["publishing_revision.id"], name=op.f("fk_products_product_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products_product")),
    )
    with op.batch_alter_table("products_product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_products_product_folded_name"), ["folded_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_products_product_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_products_product_revision_id"), ["revision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_products_product_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "products_certificate",
        sa.Column("product_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standard", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=True),
        sa.Column("number", sa.String(length=200), nullable=True),
        sa.Column("markets", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products_product.id"], name=op.f("fk_products_certificate_product_id")
        ),
        sa.PrimaryKeyConstraint("product_id", "position", name=op.f("pk_products_certificate")),
    )
    op.create_table(
        "products_code",
        sa.Column("product_id", sa.String(length=26), nullable=False),
        sa.Column("taxonomy", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products_product.id"], name=op.f("fk_products_code_product_id")),
        sa.PrimaryKeyConstraint("product_id", "taxonomy", "code", name=op.f("pk_products_code")),
    )


def downgrade() -> None:
    op.drop_table("products_code")
    op.drop_table("products_certificate")
    with op.batch_alter_table("products_product", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_products_product_sort_key"))
        batch_op.drop_index(batch_op.f("ix_products_product_revision_id"))
        batch_op.drop_index(batch_op.f("ix_products_product_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_products_product_folded_name"))

    op.drop_table("products_product")
