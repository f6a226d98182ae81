"""notifications."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notifications_delivery",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_notifications_delivery_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications_delivery")),
    )
    with op.batch_alter_table("notifications_delivery", schema=None) as batch_op:
        batch_op.create_index("ix_notifications_delivery_person_created", ["person_id", "created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notifications_delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_notifications_delivery_person_created")

    op.drop_table("notifications_delivery")
