"""Later says in how many months."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("matching_preference", schema=None) as batch_op:
        batch_op.add_column(sa.Column("months", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("matching_preference", schema=None) as batch_op:
        batch_op.drop_column("months")
    op.append_only("matching_preference")
