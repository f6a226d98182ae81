"""Lists of listed companies: one row, one party, known by its ticker."""

from __future__ import annotations

from datetime import date

from marketplace.exchange.gateway import SourceFile
from marketplace.exchange.rules.columns import DateColumn, DateOrder, decide_dates
from marketplace.exchange.rules.keys import company_key
from marketplace.exchange.rules.readings import Row, RowNotes, RowRefused, Unread
from marketplace.exchange.rules.trades import Trades, read_trades
from marketplace.exchange.services.plans import Choices, Kind, Plan, Reading, RefusedRow, broken_rows, refuse_repeated
from marketplace.foundation.text import Localised, one_line
from marketplace.profiles.content import PartyProfile

COLUMNS = frozenset(
    ["symbol", "name_en", "name_vi", "exchange", "listing_date", "sector1_en", "sector2_en", "sector3_en"]
)
TRADES = ("sector3_en", "sector2_en", "sector1_en")


def read(file: SourceFile, choices: Choices) -> Reading:
    """Every row's company; the order of its dates is decided from the whole column."""
    dates = decide_dates(row["listing_date"] for _, row in file.rows)
    plans: list[Plan] = []
    refused = broken_rows(file)
    for number, row in file.rows:
        try:
            plans.append(_plan(number, row, dates, choices))
        except RowRefused as refusal:
            refused.append(RefusedRow(number, row["symbol"], (refusal.reason,)))
    formats = {"listing_date": str(dates.order)}
    return Reading(file, refuse_repeated(plans, refused), tuple(refused), formats)


def _plan(number: int, row: Row, dates: DateColumn, choices: Choices) -> Plan:
    key = company_key(row["symbol"])
    if not key:
        raise RowRefused(Unread("symbol", "row.no_ticker"))
    name = Localised(vi=one_line(row["name_vi"]), en=one_line(row["name_en"]))
    if name.is_empty:
        raise RowRefused(Unread("name_vi", "row.no_name"))
    notes = RowNotes()
    for column in ("symbol", "name_vi", "name_en", "exchange"):
        notes.note(column, row[column], read=True)
    trades = _most_specific(row, notes)
    party = PartyProfile(
        kind="enterprise",
        name=name,
        country=choices.country,
        sectors=trades.sectors,
        segments=trades.segments,
        technologies=trades.technologies,
        stock_symbol=key,
        stock_exchange=one_line(row["exchange"]) or None,
        stock_listed_on=_listed_on(row, dates, notes),
    )
    return Plan(number, key, key, notes, party)


def _listed_on(row: Row, dates: DateColumn, notes: RowNotes) -> date | None:
    text = row["listing_date"]
    day = dates.read(text)
    notes.note("listing_date", text, read=day is not None)
    if text and day is None:
        notes.cannot_read(
            "listing_date", "date.column_unclear" if dates.order is DateOrder.UNCLEAR else "date.unreadable", text
        )
    return day


def _most_specific(row: Row, notes: RowNotes) -> Trades:
    """The narrowest of the three levels that our taxonomies know."""
    taken = read_trades([])
    for column in TRADES:
        found = read_trades([row[column]] if row[column] else [])
        notes.note(column, row[column], read=found.anything)
        if found.anything and not taken.anything:
            taken = found
    if row["sector3_en"] and not taken.anything:
        notes.cannot_read("sector3_en", "trade.unknown", row["sector3_en"])
    return taken


COMPANIES = Kind("companies", COLUMNS, read)
