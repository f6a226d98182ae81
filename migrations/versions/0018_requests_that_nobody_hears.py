"""Two requests about one mandate may wait beside each other, when neither side is to know of the other's."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deals_engagement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unheard_side", sa.String(length=20), nullable=False, server_default=""))
        batch_op.drop_constraint("uq_deals_engagement_mandate_id_counterparty_organisation_id", type_="unique")
        batch_op.create_unique_constraint(
            "uq_deals_engagement_pair", ["mandate_id", "counterparty_organisation_id", "unheard_side"]
        )
    with op.batch_alter_table("deals_engagement", schema=None) as batch_op:
        batch_op.alter_column("unheard_side", existing_type=sa.String(length=20), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("deals_engagement", schema=None) as batch_op:
        batch_op.drop_constraint("uq_deals_engagement_pair", type_="unique")
        batch_op.create_unique_constraint(
            "uq_deals_engagement_mandate_id_counterparty_organisation_id",
            ["mandate_id", "counterparty_organisation_id"],
        )
        batch_op.drop_column("unheard_side")
