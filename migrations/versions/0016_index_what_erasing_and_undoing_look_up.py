"""Index what erasing and undoing look up."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("exchange_source_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exchange_source_record_subject_id"), ["subject_id"], unique=False)

    with op.batch_alter_table("matching_preference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_preference_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("matching_preference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_preference_person_id"))

    with op.batch_alter_table("exchange_source_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exchange_source_record_subject_id"))
