"""Public pages of this feature: the first page and search."""

from marketplace.discovery.views import about, browse, feeds, home, saved, search, suggest
from marketplace.discovery.views.base import blueprint

__all__ = ["about", "blueprint", "browse", "feeds", "home", "saved", "search", "suggest"]
