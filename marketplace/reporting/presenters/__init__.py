"""The public numbers and the personal overview as pages show them."""

from marketplace.reporting.presenters.kpi import kpi_page, quarter
from marketplace.reporting.presenters.overview import overview

__all__ = ["kpi_page", "overview", "quarter"]
