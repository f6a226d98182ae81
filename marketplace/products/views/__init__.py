"""Pages of products: the workspace's list and editor, and the public pages of products and of companies."""

from marketplace.products.views.public import public
from marketplace.products.views.workspace import workspace

__all__ = ["public", "workspace"]
