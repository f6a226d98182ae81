"""The board of matches: the first places of every reader's lists."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matching_board_round",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("settled", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(length=32), nullable=False),
        sa.Column("cursor", sa.String(length=120), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_owner", sa.String(length=26), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_matching_board_round")),
    )
    op.create_table(
        "matching_board_list",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("view_key", sa.String(length=60), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("holders", sa.JSON(), nullable=False),
        sa.Column("hidden", sa.String(length=32), nullable=False),
        sa.Column("weights", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_matching_board_list_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_board_list")),
        sa.UniqueConstraint(
            "organisation_id", "view_key", name=op.f("uq_matching_board_list_organisation_id_view_key")
        ),
    )
    op.create_table(
        "matching_board_party",
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_matching_board_party_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_matching_board_party")),
    )
    with op.batch_alter_table("matching_board_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_board_party_round"), ["round"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("matching_board_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_board_party_round"))

    op.drop_table("matching_board_party")
    op.drop_table("matching_board_list")
    op.drop_table("matching_board_round")
