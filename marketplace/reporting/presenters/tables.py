"""The tables behind the drawings of the public page, as files for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from marketplace.foundation.i18n import _
from marketplace.reporting.presenters.kpi import KpiPage

MARK = "\ufeff"  # by which spreadsheets know UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = Sequence[str | int]


def table_file(page: KpiPage, kind: str) -> str:
    """The shown table as CSV, with the moment and the source below it."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for row in (
        *_rows(page, kind),
        (),
        (_("As of"), page.as_of.isoformat(timespec="seconds")),
        (_("Source"), _source()),
    ):
        writer.writerow([_plain(cell) for cell in row])
    return MARK + written.getvalue()


def _rows(page: KpiPage, kind: str) -> list[Row]:
    if kind == "steps":
        head: Row = (_("Step"), _("Deals"), _("Of them declared"), _("Meaning"))
        return [head, *((str(line.label), line.count, line.declared, str(line.meaning)) for line in page.tiers)]
    chosen = next(each for each in page.breakdowns if each.kind == kind)
    lines: list[Row] = [(line.label, line.count) for line in chosen.lines]
    return [(str(chosen.column), _("Deals counted")), *lines, (_("Total"), page.counted)]


def _source() -> str:
    return str(_("Vươn, computed from the records of the marketplace"))


def _plain(cell: str | int) -> str | int:
    """No text that a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
