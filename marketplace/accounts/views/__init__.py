"""Pages to enter, and pages of one's own account."""

from marketplace.accounts.views import entering, own, refusals
from marketplace.accounts.views.pages import blueprint

__all__ = ["blueprint", "entering", "own", "refusals"]
