"""Notices as people wish them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notifications_setting",
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["accounts_person.id"], name=op.f("fk_notifications_setting_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notifications_setting")),
    )
    with op.batch_alter_table("notifications_delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=10), server_default="now", nullable=False))
        batch_op.add_column(sa.Column("mail_after", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_notifications_delivery_mail_after", ["mail_after"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notifications_delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_notifications_delivery_mail_after")
        batch_op.drop_column("mail_after")
        batch_op.drop_column("channel")

    op.drop_table("notifications_setting")
