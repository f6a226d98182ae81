"""Writing, publishing, withdrawing and restoring profiles."""

from marketplace.profiles.services.publishing import (
    discard_draft,
    publish_draft,
    publish_many,
    publish_profile,
    restore_revision,
    save_draft,
    withdraw_profile,
)

__all__ = [
    "discard_draft",
    "publish_draft",
    "publish_many",
    "publish_profile",
    "restore_revision",
    "save_draft",
    "withdraw_profile",
]
