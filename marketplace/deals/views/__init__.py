"""Pages of introductions, deals and verification."""

from marketplace.deals.views import deals, declaring, introductions, verification, working
from marketplace.deals.views.base import blueprint

__all__ = ["blueprint", "deals", "declaring", "introductions", "verification", "working"]
