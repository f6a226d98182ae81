"""Pages of organisations: whom one acts for, and who belongs to it."""

from marketplace.organisations.views import choosing, managing, members, refusals
from marketplace.organisations.views.pages import blueprint

__all__ = ["blueprint", "choosing", "managing", "members", "refusals"]
