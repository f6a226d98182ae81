"""deals."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deals_deal",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("engagement_id", sa.String(length=26), nullable=True),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("recorded_by_person_id", sa.String(length=26), nullable=False),
        sa.Column("recorded_by_unit_id", sa.String(length=26), nullable=True),
        sa.Column("recorded_by_organisation_id", sa.String(length=26), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("agreed_minor", sa.BigInteger(), nullable=True),
        sa.Column("stake_basis_points", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("completion_event", sa.String(length=40), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_deal_audience_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["deals_engagement.id"], name=op.f("fk_deals_deal_engagement_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_deals_deal_recorded_by_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_deal")),
    )
    with op.batch_alter_table("deals_deal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_deal_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_deal_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_deals_deal_recorded_by_organisation_id"), ["recorded_by_organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_deals_deal_stage"), ["stage"], unique=False)

    op.create_table(
        "deals_deal_move",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("deal_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=False),
        sa.Column("move", sa.String(length=40), nullable=False),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("unit_id", sa.String(length=26), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_deal_move_audience_id")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_deal_move_deal_id")),
        sa.ForeignKeyConstraint(
            ["machine", "from_state", "move", "to_state"],
            ["move_rule.machine", "move_rule.from_state", "move_rule.move", "move_rule.to_state"],
            name=op.f("fk_deals_deal_move_machine_from_state_move_to_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_deal_move")),
        sa.UniqueConstraint("deal_id", "position", name=op.f("uq_deals_deal_move_deal_id_position")),
    )
    op.append_only("deals_deal_move")
    with op.batch_alter_table("deals_deal_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_deal_move_audience_id"), ["audience_id"], unique=False)

    op.create_table(
        "deals_evidence",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("deal_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("file_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_evidence_audience_id")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_evidence_deal_id")),
        sa.ForeignKeyConstraint(["file_id"], ["files_stored.id"], name=op.f("fk_deals_evidence_file_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_deals_evidence_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_evidence")),
    )
    with op.batch_alter_table("deals_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_evidence_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_evidence_deal_id"), ["deal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_evidence_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_evidence_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "deals_party",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("deal_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("group_key", sa.String(length=240), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("ownership", sa.String(length=20), nullable=True),
        sa.Column("control_country", sa.String(length=2), nullable=True),
        sa.Column("is_dte", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_party_audience_id")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_party_deal_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_deals_party_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_party")),
        sa.UniqueConstraint("deal_id", "position", name=op.f("uq_deals_party_deal_id_position")),
    )
    with op.batch_alter_table("deals_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_party_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_party_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "deals_proposal",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("deal_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("unit_id", sa.String(length=26), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_proposal_audience_id")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_proposal_deal_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_deals_proposal_organisation_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["organisations_unit.id"], name=op.f("fk_deals_proposal_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_proposal")),
        sa.UniqueConstraint("deal_id", "live", name=op.f("uq_deals_proposal_deal_id_live")),
    )
    with op.batch_alter_table("deals_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_proposal_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_proposal_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_proposal_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "deals_count_decision",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("deal_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("rule_version", sa.String(length=20), nullable=False),
        sa.Column("parameters_version", sa.String(length=20), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("rate", sa.String(length=60), nullable=True),
        sa.Column("rate_on", sa.Date(), nullable=True),
        sa.Column("rate_source", sa.String(length=80), nullable=True),
        sa.Column("usd", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("proposal_id", sa.String(length=26), nullable=True),
        sa.Column("supersedes_id", sa.String(length=26), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_count_decision_audience_id")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_count_decision_deal_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["deals_proposal.id"], name=op.f("fk_deals_count_decision_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["deals_count_decision.id"], name=op.f("fk_deals_count_decision_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_count_decision")),
        sa.UniqueConstraint("deal_id", "position", name=op.f("uq_deals_count_decision_deal_id_position")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_deals_count_decision_supersedes_id")),
    )
    op.append_only("deals_count_decision")
    with op.batch_alter_table("deals_count_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_count_decision_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_count_decision_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "deals_party_confirmation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("deal_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("party_id", sa.String(length=26), nullable=False),
        sa.Column("terms_hash", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_party_confirmation_audience_id")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_party_confirmation_deal_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_deals_party_confirmation_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["deals_party.id"], name=op.f("fk_deals_party_confirmation_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals_party_confirmation")),
        sa.UniqueConstraint(
            "party_id", "terms_hash", "number", name=op.f("uq_deals_party_confirmation_party_id_terms_hash_number")
        ),
    )
    op.append_only("deals_party_confirmation")
    with op.batch_alter_table("deals_party_confirmation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_party_confirmation_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_party_confirmation_deal_id"), ["deal_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_deals_party_confirmation_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "deals_proposal_decision",
        sa.Column("proposal_id", sa.String(length=26), nullable=False),
        sa.Column("deal_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("unit_id", sa.String(length=26), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_proposal_decision_audience_id")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_proposal_decision_deal_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_deals_proposal_decision_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["deals_proposal.id"], name=op.f("fk_deals_proposal_decision_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisations_unit.id"], name=op.f("fk_deals_proposal_decision_unit_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_deals_proposal_decision")),
    )
    op.append_only("deals_proposal_decision")
    with op.batch_alter_table("deals_proposal_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_proposal_decision_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_proposal_decision_deal_id"), ["deal_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_deals_proposal_decision_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_deals_proposal_decision_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "deals_counted_place",
        sa.Column("deal_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("decision_id", sa.String(length=26), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_deals_counted_place_audience_id")
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals_deal.id"], name=op.f("fk_deals_counted_place_deal_id")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["deals_count_decision.id"], name=op.f("fk_deals_counted_place_decision_id")
        ),
        sa.PrimaryKeyConstraint("deal_id", name=op.f("pk_deals_counted_place")),
        sa.UniqueConstraint("identity", name=op.f("uq_deals_counted_place_identity")),
    )
    with op.batch_alter_table("deals_counted_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deals_counted_place_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deals_counted_place_decision_id"), ["decision_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("deals_counted_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_counted_place_decision_id"))
        batch_op.drop_index(batch_op.f("ix_deals_counted_place_audience_id"))

    op.drop_table("deals_counted_place")
    with op.batch_alter_table("deals_proposal_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_proposal_decision_unit_id"))
        batch_op.drop_index(batch_op.f("ix_deals_proposal_decision_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_deals_proposal_decision_deal_id"))
        batch_op.drop_index(batch_op.f("ix_deals_proposal_decision_audience_id"))

    op.drop_table("deals_proposal_decision")
    with op.batch_alter_table("deals_party_confirmation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_party_confirmation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_deals_party_confirmation_deal_id"))
        batch_op.drop_index(batch_op.f("ix_deals_party_confirmation_audience_id"))

    op.drop_table("deals_party_confirmation")
    with op.batch_alter_table("deals_count_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_count_decision_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_deals_count_decision_audience_id"))

    op.drop_table("deals_count_decision")
    with op.batch_alter_table("deals_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_proposal_unit_id"))
        batch_op.drop_index(batch_op.f("ix_deals_proposal_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_deals_proposal_audience_id"))

    op.drop_table("deals_proposal")
    with op.batch_alter_table("deals_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_party_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_deals_party_audience_id"))

    op.drop_table("deals_party")
    with op.batch_alter_table("deals_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_evidence_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_deals_evidence_file_id"))
        batch_op.drop_index(batch_op.f("ix_deals_evidence_deal_id"))
        batch_op.drop_index(batch_op.f("ix_deals_evidence_audience_id"))

    op.drop_table("deals_evidence")
    with op.batch_alter_table("deals_deal_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_deal_move_audience_id"))

    op.drop_table("deals_deal_move")
    with op.batch_alter_table("deals_deal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_deal_stage"))
        batch_op.drop_index(batch_op.f("ix_deals_deal_recorded_by_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_deals_deal_engagement_id"))
        batch_op.drop_index(batch_op.f("ix_deals_deal_audience_id"))

    op.drop_table("deals_deal")
