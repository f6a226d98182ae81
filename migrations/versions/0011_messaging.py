"""messaging."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messaging_conversation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("about_kind", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_messaging_conversation_audience_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messaging_conversation")),
        sa.UniqueConstraint(
            "audience_id",
            "about_kind",
            "about_id",
            name=op.f("uq_messaging_conversation_audience_id_about_kind_about_id"),
        ),
    )
    with op.batch_alter_table("messaging_conversation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messaging_conversation_active_at"), ["active_at"], unique=False)

    op.create_table(
        "messaging_message",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("conversation_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_messaging_message_sequence_positive")),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_messaging_message_audience_id")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["messaging_conversation.id"], name=op.f("fk_messaging_message_conversation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_messaging_message_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["accounts_person.id"], name=op.f("fk_messaging_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messaging_message")),
        sa.UniqueConstraint("conversation_id", "sequence", name=op.f("uq_messaging_message_conversation_id_sequence")),
    )
    op.append_only("messaging_message")
    with op.batch_alter_table("messaging_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messaging_message_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_messaging_message_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_messaging_message_person_id"), ["person_id"], unique=False)

    op.create_table(
        "messaging_read_mark",
        sa.Column("conversation_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("read_up_to", sa.Integer(), nullable=False),
        sa.Column("told_up_to", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_messaging_read_mark_audience_id")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["messaging_conversation.id"], name=op.f("fk_messaging_read_mark_conversation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_messaging_read_mark_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["accounts_person.id"], name=op.f("fk_messaging_read_mark_person_id")),
        sa.PrimaryKeyConstraint("conversation_id", "organisation_id", "person_id", name=op.f("pk_messaging_read_mark")),
    )
    with op.batch_alter_table("messaging_read_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messaging_read_mark_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_messaging_read_mark_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_messaging_read_mark_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("messaging_read_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messaging_read_mark_person_id"))
        batch_op.drop_index(batch_op.f("ix_messaging_read_mark_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_messaging_read_mark_audience_id"))

    op.drop_table("messaging_read_mark")
    with op.batch_alter_table("messaging_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messaging_message_person_id"))
        batch_op.drop_index(batch_op.f("ix_messaging_message_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_messaging_message_audience_id"))

    op.drop_table("messaging_message")
    with op.batch_alter_table("messaging_conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messaging_conversation_active_at"))

    op.drop_table("messaging_conversation")
