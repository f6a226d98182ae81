"""On PostgreSQL a row of an audience is there for those inside and for named duties, whoever forgets a filter."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = (
    "organisations_audience_member",
    "files_stored",
    "messaging_conversation",
    "messaging_message",
    "messaging_read_mark",
    "matching_pair_outcome",
    "deals_engagement",
    "deals_engagement_move",
    "deals_intro_consent",
    "deals_deal",
    "deals_deal_move",
    "deals_party",
    "deals_party_confirmation",
    "deals_evidence",
    "deals_proposal",
    "deals_proposal_decision",
    "deals_count_decision",
    "deals_counted_place",
)


def upgrade() -> None:
    for table in TABLES:
        op.row_security(table)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.no_row_security(table)
