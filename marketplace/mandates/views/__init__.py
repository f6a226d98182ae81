"""The pages of mandates in the workspace."""

from marketplace.mandates.views import reading, refusals, writing
from marketplace.mandates.views.pages import blueprint

__all__ = ["blueprint", "reading", "refusals", "writing"]
