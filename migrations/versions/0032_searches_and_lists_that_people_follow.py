"""searches and lists that people follow."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alerts_digest",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("things", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["accounts_person.id"], name=op.f("fk_alerts_digest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts_digest")),
    )
    with op.batch_alter_table("alerts_digest", schema=None) as batch_op:
        batch_op.create_index("ix_alerts_digest_person_written", ["person_id", "written_at"], unique=False)

    op.create_table(
        "alerts_source",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("frequency", sa.String(length=10), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mark", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known", sa.LargeBinary(), nullable=True),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_alerts_source_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["accounts_person.id"], name=op.f("fk_alerts_source_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts_source")),
        sa.UniqueConstraint(
            "person_id",
            "organisation_id",
            "kind",
            "key",
            name=op.f("uq_alerts_source_person_id_organisation_id_kind_key"),
        ),
    )
    with op.batch_alter_table("alerts_source", schema=None) as batch_op:
        batch_op.create_index("ix_alerts_source_due_at", ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_alerts_source_organisation_id"), ["organisation_id"], unique=False)

    with op.batch_alter_table("index_state", schema=None) as batch_op:
        batch_op.create_index("ix_index_state_changed_at", ["index", "changed_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("index_state", schema=None) as batch_op:
        batch_op.drop_index("ix_index_state_changed_at")

    with op.batch_alter_table("alerts_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alerts_source_organisation_id"))
        batch_op.drop_index("ix_alerts_source_due_at")

    op.drop_table("alerts_source")
    with op.batch_alter_table("alerts_digest", schema=None) as batch_op:
        batch_op.drop_index("ix_alerts_digest_person_written")

    op.drop_table("alerts_digest")
