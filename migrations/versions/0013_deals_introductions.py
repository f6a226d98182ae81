"""deals introductions."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deals_engagement",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("mandate_id", sa.String(length=26), nullable=False),
        sa.Column("owner_organisation_id", sa.String(length=26), nullable=False),
        sa.Column("counterparty_organisation_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=20), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conversation_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_engagement_audience_id")
        ),
        sa.ForeignKeyConstraint(
            ["counterparty_organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_deals_engagement_counterparty_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["mandate_id"], ["publishing_subject.id"], name=op.f("fk_deals_engagement_mandate_id")),
        sa.ForeignKeyConstraint(
            ["owner_organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_deals_engagement_owner_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_engagement")),
        sa.UniqueConstraint(
            "mandate_id",
            "counterparty_organisation_id",
            name=op.f("uq_deals_engagement_mandate_id_counterparty_organisation_id"),
        ),
    )
    with op.batch_alter_table("deals_engagement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_engagement_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_deals_engagement_counterparty_organisation_id"),
            ["counterparty_organisation_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_deals_engagement_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_deals_engagement_owner_organisation_id"), ["owner_organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_deals_engagement_state"), ["state"], unique=False)

    op.create_table(
        "deals_engagement_move",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("engagement_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=False),
        sa.Column("move", sa.String(length=40), nullable=False),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_engagement_move_audience_id")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["deals_engagement.id"], name=op.f("fk_deals_engagement_move_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["machine", "from_state", "move", "to_state"],
            ["move_rule.machine", "move_rule.from_state", "move_rule.move", "move_rule.to_state"],
            name=op.f("fk_deals_engagement_move_machine_from_state_move_to_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_engagement_move")),
        sa.UniqueConstraint("engagement_id", "position", name=op.f("uq_deals_engagement_move_engagement_id_position")),
    )
    op.append_only("deals_engagement_move")
    with op.batch_alter_table("deals_engagement_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_engagement_move_audience_id"), ["audience_id"], unique=False)

    op.create_table(
        "deals_intro_consent",
        sa.Column("engagement_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_intro_consent_audience_id")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["deals_engagement.id"], name=op.f("fk_deals_intro_consent_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_deals_intro_consent_organisation_id")
        ),
        sa.PrimaryKeyConstraint("engagement_id", "round", "side", name=op.f("pk_deals_intro_consent")),
    )
    op.append_only("deals_intro_consent")
    with op.batch_alter_table("deals_intro_consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_intro_consent_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_intro_consent_organisation_id"), ["organisation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("deals_intro_consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_intro_consent_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_deals_intro_consent_audience_id"))

    op.drop_table("deals_intro_consent")
    with op.batch_alter_table("deals_engagement_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_engagement_move_audience_id"))

    op.drop_table("deals_engagement_move")
    with op.batch_alter_table("deals_engagement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_engagement_state"))
        batch_op.drop_index(batch_op.f("ix_deals_engagement_owner_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_deals_engagement_expires_at"))
        batch_op.drop_index(batch_op.f("ix_deals_engagement_counterparty_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_deals_engagement_audience_id"))

    op.drop_table("deals_engagement")
