"""accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts_mailed_link",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_mailed_link")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_accounts_mailed_link_secret_hash")),
    )
    with op.batch_alter_table("accounts_mailed_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_mailed_link_email_key"), ["email_key"], unique=False)

    op.create_table(
        "accounts_person",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_person")),
        sa.UniqueConstraint("email_key", name=op.f("uq_accounts_person_email_key")),
    )
    op.create_table(
        "accounts_known_browser",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_accounts_known_browser_person_id")
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_accounts_known_browser")),
    )
    with op.batch_alter_table("accounts_known_browser", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_known_browser_person_id"), ["person_id"], unique=False)

    op.create_table(
        "accounts_session",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("acting_organisation_id", sa.String(length=26), nullable=True),
        sa.Column("strength", sa.String(length=16), nullable=False),
        sa.Column("authenticated_with", sa.String(length=40), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["accounts_person.id"], name=op.f("fk_accounts_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_session")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_accounts_session_secret_hash")),
    )
    with op.batch_alter_table("accounts_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_session_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("accounts_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_session_person_id"))

    op.drop_table("accounts_session")
    with op.batch_alter_table("accounts_known_browser", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_known_browser_person_id"))

    op.drop_table("accounts_known_browser")
    op.drop_table("accounts_person")
    with op.batch_alter_table("accounts_mailed_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_mailed_link_email_key"))

    op.drop_table("accounts_mailed_link")
