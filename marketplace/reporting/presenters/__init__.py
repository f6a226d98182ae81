"""The public numbers and the personal overview as pages show them."""

from marketplace.reporting.presenters.breakdown import cell_label, deals_in_cell, quarter
from marketplace.reporting.presenters.kpi import kpi_page
from marketplace.reporting.presenters.overview import overview
from marketplace.reporting.presenters.tables import table_file

__all__ = ["cell_label", "deals_in_cell", "kpi_page", "overview", "quarter", "table_file"]
