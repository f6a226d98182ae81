"""Reference data as pages: staff read, those with the power decide."""

from marketplace.reference.views import overview, places, terms
from marketplace.reference.views.base import blueprint

__all__ = ["blueprint", "overview", "places", "terms"]
