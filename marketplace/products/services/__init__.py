"""Writing, publishing, withdrawing and restoring products."""

from marketplace.products.services.publishing import (
    NewProduct,
    discard_draft,
    publish_draft,
    publish_many,
    publish_product,
    restore_revision,
    save_draft,
    withdraw_product,
)

__all__ = [
    "NewProduct",
    "discard_draft",
    "publish_draft",
    "publish_many",
    "publish_product",
    "restore_revision",
    "save_draft",
    "withdraw_product",
]
