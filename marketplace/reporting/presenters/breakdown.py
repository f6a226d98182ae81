"""The count by quarter, sector and country: in full for officers, and for everybody where it points to nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from marketplace.deals.queries.counted import CountedDeal, counted_deals
from marketplace.foundation.charts import Chart, Series, bars
from marketplace.foundation.clock import VIET_NAM
from marketplace.foundation.i18n import _, lazy
from marketplace.profiles.queries import live_contents
from marketplace.reference.presenters import term
from marketplace.reporting.rules.breakdown import Cell, Member, every_cell, public_cells

UNKNOWN = "unknown"
TITLES: Mapping[str, Any] = {
    "quarter": lazy("Counted, by quarter"),
    "sector": lazy("Counted, by sector"),
    "country": lazy("Counted, by the partner’s country"),
}
COLUMNS: Mapping[str, Any] = {"quarter": lazy("Quarter"), "sector": lazy("Sector"), "country": lazy("Country")}
BY: Mapping[str, Any] = {
    "quarter": lazy("By the quarter in which the deal was counted."),
    "sector": lazy("By the first sector that the Vietnamese enterprise names in its profile."),
    "country": lazy("By the country from which the foreign partner was controlled when the deal was signed."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a breakdown; for officers with the address of the deals behind it."""

    label: str
    count: int
    href: str | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One way to look at the count; no lines where everybody could see whom they mean."""

    kind: str
    title: Any
    column: Any
    definition: Any
    lines: tuple[Line, ...]
    chart: Chart | None


def breakdowns(in_full: bool) -> tuple[Breakdown, ...]:
    """All of them; `in_full` for officers only."""
    cells = _cells_of(counted_deals())
    return tuple(_breakdown(kind, [member for _deal, member in cells[kind]], in_full) for kind in TITLES)


def deals_in_cell(kind: str, code: str) -> frozenset[str]:
    """The counted deals behind one line."""
    return frozenset(deal.deal_id for deal, member in _cells_of(counted_deals())[kind] if member.cell == code)


def cell_label(kind: str, code: str | None) -> str:
    """What a cell is called in the page's language."""
    if code is None:
        return str(_("All others"))
    if code == UNKNOWN:
        return str(_("Not stated"))
    return code if kind == "quarter" else term(code, kind)


def quarter(moment: datetime) -> str:
    """The quarter in Viet Nam in which something happened, as 3/2026."""
    day: date = moment.astimezone(VIET_NAM).date()
    return f"{(day.month + 2) // 3}/{day.year}"


def _cells_of(counted: Sequence[CountedDeal]) -> dict[str, list[tuple[CountedDeal, Member]]]:
    """Each deal in exactly one cell of each breakdown."""
    sectors = _first_sectors(counted)
    cell_of: Mapping[str, Callable[[CountedDeal], str]] = {
        "quarter": lambda deal: quarter(deal.filled_at),
        "sector": lambda deal: next((sectors[each] for each in deal.organisation_ids if each in sectors), UNKNOWN),
        "country": lambda deal: deal.country or UNKNOWN,
    }
    return {
        kind: [(deal, Member(cell(deal), deal.home, deal.abroad)) for deal in counted] for kind, cell in cell_of.items()
    }


def _first_sectors(counted: Sequence[CountedDeal]) -> dict[str, str]:
    named = live_contents({each for deal in counted for each in deal.organisation_ids})
    return {key: profile.sectors[0] for key, profile in named.items() if profile.sectors}


def _breakdown(kind: str, members: Sequence[Member], in_full: bool) -> Breakdown:
    cells = every_cell(members) if in_full else public_cells(members)
    lines = tuple(
        Line(cell_label(kind, cell.code), cell.count, _href(kind, cell, in_full)) for cell in _ordered(kind, cells)
    )
    title, column = TITLES[kind], COLUMNS[kind]
    return Breakdown(kind, title, column, BY[kind], lines, _chart(str(title), str(column), lines) if lines else None)


def _ordered(kind: str, cells: Sequence[Cell]) -> Sequence[Cell]:
    """Quarters in their order, everything else by size; what is not named comes last."""
    if kind != "quarter":
        return cells
    return sorted(cells, key=lambda cell: (cell.code is None, (cell.code or "").split("/")[::-1]))


def _href(kind: str, cell: Cell, in_full: bool) -> str | None:
    if not in_full or cell.code is None:
        return None
    asked: dict[str, Any] = {kind: cell.code}
    return url_for("reporting.tier", named="counted", **asked)


def _chart(title: str, column: str, lines: Sequence[Line]) -> Chart:
    counts = Series(
        name=_("Deals counted"), labels=[line.label for line in lines], values=[line.count for line in lines]
    )
    return bars(title, column, counts)
