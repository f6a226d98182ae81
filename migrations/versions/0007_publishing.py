"""publishing."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publishing_subject",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("live_revision_id", sa.String(length=26), nullable=True),
        sa.Column("draft_revision_id", sa.String(length=26), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_publishing_subject_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_subject")),
    )
    with op.batch_alter_table("publishing_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publishing_subject_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_publishing_subject_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "publishing_revision",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("batch_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["publishing_subject.id"], name=op.f("fk_publishing_revision_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_revision")),
        sa.UniqueConstraint("subject_id", "number", name=op.f("uq_publishing_revision_subject_id_number")),
    )
    with op.batch_alter_table("publishing_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publishing_revision_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            "uq_publishing_revision_draft",
            ["subject_id"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )
        batch_op.create_index(
            "uq_publishing_revision_live",
            ["subject_id"],
            unique=True,
            sqlite_where=sa.text("state = 'live'"),
            postgresql_where=sa.text("state = 'live'"),
        )

    op.create_table(
        "publishing_revision_move",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("revision_id", sa.String(length=26), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("machine", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=False),
        sa.Column("move", sa.String(length=40), nullable=False),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("batch_id", sa.String(length=26), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["machine", "from_state", "move", "to_state"],
            ["move_rule.machine", "move_rule.from_state", "move_rule.move", "move_rule.to_state"],
            name=op.f("fk_publishing_revision_move_machine_from_state_move_to_state"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["publishing_revision.id"], name=op.f("fk_publishing_revision_move_revision_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["publishing_subject.id"], name=op.f("fk_publishing_revision_move_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_revision_move")),
    )
    op.append_only("publishing_revision_move")
    with op.batch_alter_table("publishing_revision_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publishing_revision_move_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publishing_revision_move_revision_id"), ["revision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publishing_revision_move_subject_id"), ["subject_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("publishing_revision_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publishing_revision_move_subject_id"))
        batch_op.drop_index(batch_op.f("ix_publishing_revision_move_revision_id"))
        batch_op.drop_index(batch_op.f("ix_publishing_revision_move_batch_id"))

    op.drop_table("publishing_revision_move")
    with op.batch_alter_table("publishing_revision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_publishing_revision_live",
            sqlite_where=sa.text("state = 'live'"),
            postgresql_where=sa.text("state = 'live'"),
        )
        batch_op.drop_index(
            "uq_publishing_revision_draft",
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )
        batch_op.drop_index(batch_op.f("ix_publishing_revision_batch_id"))

    op.drop_table("publishing_revision")
    with op.batch_alter_table("publishing_subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publishing_subject_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_publishing_subject_kind"))

    op.drop_table("publishing_subject")
