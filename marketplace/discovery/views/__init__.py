"""Public pages of this feature: the first page and search."""

from marketplace.discovery.views import home, search
from marketplace.discovery.views.base import blueprint

__all__ = ["blueprint", "home", "search"]
