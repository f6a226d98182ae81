"""The public page of the national target, the lists behind its numbers, and the overviews."""

from marketplace.reporting.views import kpi, overview
from marketplace.reporting.views.base import blueprint, public_blueprint

__all__ = ["blueprint", "kpi", "overview", "public_blueprint"]
