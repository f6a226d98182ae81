"""Public pages of this feature: the first page, search, ways to walk through, words, and what machines read."""

from marketplace.discovery.views import about, browse, feeds, home, saved, search, share, suggest
from marketplace.discovery.views.base import blueprint

__all__ = ["about", "blueprint", "browse", "feeds", "home", "saved", "search", "share", "suggest"]
