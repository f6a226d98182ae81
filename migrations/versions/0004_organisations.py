"""organisations."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisations_audience",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations_audience")),
    )
    op.create_table(
        "organisations_group",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations_group")),
    )
    op.create_table(
        "organisations_organisation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("folded_name", sa.String(length=400), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("enterprise_code", sa.String(length=13), nullable=True),
        sa.Column("group_id", sa.String(length=26), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["organisations_group.id"], name=op.f("fk_organisations_organisation_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations_organisation")),
        sa.UniqueConstraint("enterprise_code", name=op.f("uq_organisations_organisation_enterprise_code")),
    )
    with op.batch_alter_table("organisations_organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_organisation_folded_name"), ["folded_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_organisation_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_organisation_kind"), ["kind"], unique=False)

    op.create_table(
        "organisations_audience_member",
        sa.Column("audience_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("who", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["organisations_audience.id"], name=op.f("fk_organisations_audience_member_audience_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_organisations_audience_member_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_organisations_audience_member_person_id")
        ),
        sa.PrimaryKeyConstraint("audience_id", "organisation_id", "who", name=op.f("pk_organisations_audience_member")),
    )
    with op.batch_alter_table("organisations_audience_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_audience_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisations_audience_member_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "organisations_invitation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("open_key", sa.String(length=300), nullable=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("invited_by", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["accounts_person.id"], name=op.f("fk_organisations_invitation_invited_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_organisations_invitation_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations_invitation")),
        sa.UniqueConstraint("open_key", name=op.f("uq_organisations_invitation_open_key")),
    )
    with op.batch_alter_table("organisations_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_invitation_invited_by"), ["invited_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisations_invitation_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "organisations_join_request",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("open_key", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts_person.id"], name=op.f("fk_organisations_join_request_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_organisations_join_request_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_organisations_join_request_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations_join_request")),
        sa.UniqueConstraint("open_key", name=op.f("uq_organisations_join_request_open_key")),
    )
    with op.batch_alter_table("organisations_join_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_join_request_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisations_join_request_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_organisations_join_request_person_id"), ["person_id"], unique=False)

    op.create_table(
        "organisations_unit",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("provinces", sa.JSON(), nullable=False),
        sa.Column("powers", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations_organisation.id"], name=op.f("fk_organisations_unit_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations_unit")),
    )
    with op.batch_alter_table("organisations_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_unit_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "organisations_membership",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.String(length=26), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("unit_id", sa.String(length=26), nullable=True),
        sa.Column("powers", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations_organisation.id"],
            name=op.f("fk_organisations_membership_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_organisations_membership_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisations_unit.id"], name=op.f("fk_organisations_membership_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations_membership")),
        sa.UniqueConstraint(
            "person_id", "organisation_id", name=op.f("uq_organisations_membership_person_id_organisation_id")
        ),
    )
    with op.batch_alter_table("organisations_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_membership_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisations_membership_organisation_id"), ["organisation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("organisations_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_membership_unit_id"))
        batch_op.drop_index(batch_op.f("ix_organisations_membership_organisation_id"))

    op.drop_table("organisations_membership")
    with op.batch_alter_table("organisations_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_unit_organisation_id"))

    op.drop_table("organisations_unit")
    with op.batch_alter_table("organisations_join_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_join_request_decided_by"))
        batch_op.drop_index(batch_op.f("ix_organisations_join_request_person_id"))
        batch_op.drop_index(batch_op.f("ix_organisations_join_request_organisation_id"))

    op.drop_table("organisations_join_request")
    with op.batch_alter_table("organisations_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_invitation_invited_by"))
        batch_op.drop_index(batch_op.f("ix_organisations_invitation_organisation_id"))

    op.drop_table("organisations_invitation")
    with op.batch_alter_table("organisations_audience_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_audience_member_person_id"))
        batch_op.drop_index(batch_op.f("ix_organisations_audience_member_organisation_id"))

    op.drop_table("organisations_audience_member")
    with op.batch_alter_table("organisations_organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_organisation_kind"))
        batch_op.drop_index(batch_op.f("ix_organisations_organisation_group_id"))
        batch_op.drop_index(batch_op.f("ix_organisations_organisation_folded_name"))

    op.drop_table("organisations_organisation")
    op.drop_table("organisations_group")
    op.drop_table("organisations_audience")
