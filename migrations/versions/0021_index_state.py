"""What the search index should hold, and words to search without it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_state",
        sa.Column("index", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sent_version", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=400).with_variant(sa.VARCHAR(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "name_en_key",
            sa.String(length=400).with_variant(sa.VARCHAR(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("name_words", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("pairs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("index", "id", name=op.f("pk_index_state")),
    )
    with op.batch_alter_table("index_state", schema=None) as batch_op:
        batch_op.create_index(
            "ix_index_state_waiting",
            ["index", "id"],
            unique=False,
            postgresql_where=sa.text("version > sent_version"),
            sqlite_where=sa.text("version > sent_version"),
        )


def downgrade() -> None:
    with op.batch_alter_table("index_state", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_index_state_waiting",
            postgresql_where=sa.text("version > sent_version"),
            sqlite_where=sa.text("version > sent_version"),
        )

    op.drop_table("index_state")
