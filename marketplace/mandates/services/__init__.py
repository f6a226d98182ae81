"""Writing, publishing, withdrawing and restoring mandates."""

from marketplace.mandates.services.publishing import (
    NewMandate,
    discard_draft,
    publish_draft,
    publish_mandate,
    publish_many,
    restore_revision,
    save_draft,
    withdraw_mandate,
)

__all__ = [
    "NewMandate",
    "discard_draft",
    "publish_draft",
    "publish_mandate",
    "publish_many",
    "restore_revision",
    "save_draft",
    "withdraw_mandate",
]
