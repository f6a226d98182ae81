"""How far pairs have come: the ledger, filled from the introductions so far."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KNOWN_SO_FAR = """
INSERT INTO matching_pair_outcome
  (id, introduction_id, number, mandate_id, owner_organisation_id, counterparty_organisation_id, audience_id, outcome,
   happened_at)
SELECT moves.id, held.id, moves.position, held.mandate_id, held.owner_organisation_id,
  held.counterparty_organisation_id, moves.audience_id,
  CASE WHEN moves.to_state IN ('interest_a', 'interest_b') THEN 'asked'
    WHEN moves.to_state = 'mutual' THEN 'introduced'
    WHEN moves.to_state = 'deal' THEN 'deal' ELSE 'ended' END,
  moves.moved_at
FROM deals_engagement_move AS moves JOIN deals_engagement AS held ON held.id = moves.engagement_id
"""


def upgrade() -> None:
    op.create_table(
        "matching_pair_outcome",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("introduction_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.String(length=26), nullable=False),
        sa.Column("owner_organisation_id", sa.String(length=26), nullable=False),
        sa.Column("counterparty_organisation_id", sa.String(length=26), nullable=False),
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_matching_pair_outcome_audience_id")
        ),
        sa.ForeignKeyConstraint(
            ["counterparty_organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_matching_pair_outcome_counterparty_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["publishing_subject.id"], name=op.f("fk_matching_pair_outcome_mandate_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_matching_pair_outcome_owner_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_pair_outcome")),
        sa.UniqueConstraint("introduction_id", "number", name=op.f("uq_matching_pair_outcome_introduction_id_number")),
    )
    op.append_only("matching_pair_outcome")
    with op.batch_alter_table("matching_pair_outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_pair_outcome_audience_id"), ["audience_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_matching_pair_outcome_counterparty_organisation_id"),
            ["counterparty_organisation_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_matching_pair_outcome_mandate_id"), ["mandate_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_matching_pair_outcome_owner_organisation_id"), ["owner_organisation_id"], unique=False
        )

    op.execute(KNOWN_SO_FAR)


def downgrade() -> None:
    with op.batch_alter_table("matching_pair_outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_pair_outcome_owner_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_matching_pair_outcome_mandate_id"))
        batch_op.drop_index(batch_op.f("ix_matching_pair_outcome_counterparty_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_matching_pair_outcome_audience_id"))

    op.drop_table("matching_pair_outcome")
