"""Imports in words: the same for the pages and for the commands."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.exchange.gateway import Unreadable
from marketplace.exchange.rules.readings import Outcome
from marketplace.exchange.services.reports import FieldShare, Report, RowReport
from marketplace.foundation.i18n import lazy
from marketplace.foundation.pages import Page

SIZE = 50
LONGEST_TEXT = 80
RISKY = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
REASONS: Mapping[str, Any] = {
    "row.repeated": lazy("same key as row %(text)s"),
    "row.broken": lazy("the row cannot be read: %(text)s"),
    "row.no_web_host": lazy("%(field)s is no web address: “%(text)s”"),
    "row.no_name": lazy("no name"),
    "row.no_ticker": lazy("no ticker"),
    "row.edited_by_owner": lazy("its owner has published a newer text or withdrawn it; an import does not undo that"),
    "row.newer_revision": lazy("something newer is live"),
    "date.unreadable": lazy("%(field)s: “%(text)s” is no date"),
    "date.column_unclear": lazy("%(field)s: day and month cannot be told apart in this column, so none of it is read"),
    "number.column_unclear": lazy(
        "%(field)s: points and commas cannot be told apart in this column, so none of it is read"
    ),
    "cheque.shape": lazy("%(field)s: “%(text)s” is no amount or range that is known"),
    "cheque.unit": lazy("%(field)s: the unit of “%(text)s” is unclear"),
    "cheque.order": lazy("%(field)s: “%(text)s” ends below where it begins"),
    "cheque.currency": lazy("%(field)s: the currency of “%(text)s” is unclear"),
    "cheque.empty": lazy("%(field)s: “%(text)s” says nothing"),
    "stage.unknown": lazy("%(field)s: no stage is called “%(text)s”"),
    "trade.unknown": lazy("%(field)s: no sector or technology is called “%(text)s”"),
    "place.unknown": lazy("%(field)s: no country is called “%(text)s”"),
    "place.unclear": lazy("%(field)s: the country of “%(text)s” is unclear"),
    "type.unknown": lazy("%(field)s: no kind of investor is called “%(text)s”"),
}
UNREADABLE: Mapping[str, Any] = {
    "file.too_large": lazy("%(name)s is larger than %(megabytes)s MB. Split it and import the parts."),
    "file.not_utf8": lazy("%(name)s is not UTF-8 text (byte %(byte)s). Save it as UTF-8 and try again."),
    "file.too_many_rows": lazy("%(name)s holds more than %(rows)s rows. Split it and import the parts."),
    "file.no_rows": lazy("%(name)s holds no rows."),
    "file.no_column": lazy("%(name)s has no column %(missing)s. It has: %(there)s."),
    "file.quotes": lazy("%(name)s, line %(line)s: %(said)s. Check the quotes there."),
    "file.lost": lazy("The file is no longer in the store. Upload it again."),
    "file.failed": lazy(
        "The work on this list failed %(times)s times, so it is not begun again. Take back what was brought in, "
        "split the list into parts, and upload each. If a part fails too, tell whoever runs the site."
    ),
}
OUTCOMES: Mapping[str, Any] = {
    "created": lazy("New"),
    "changed": lazy("Changed"),
    "unchanged": lazy("Unchanged"),
    "refused": lazy("Refused"),
}
TONES: Mapping[str, str] = {
    "created": "positive",
    "changed": "verified",
    "unchanged": "neutral",
    "refused": "danger",
}
KINDS: Mapping[str, Any] = {
    "products": lazy("Products with their companies"),
    "companies": lazy("Listed companies"),
    "investors": lazy("Investors"),
}
TRIAL_STATES: Mapping[str, tuple[Any, str]] = {
    "waiting": (lazy("Waits to be tried"), "neutral"),
    "trying": (lazy("Being tried"), "neutral"),
    "tried": (lazy("Tried: decide"), "caution"),
    "unreadable": (lazy("Cannot be read"), "danger"),
    "confirmed": (lazy("Waits to be brought in"), "neutral"),
    "importing": (lazy("Being brought in"), "neutral"),
    "imported": (lazy("Brought in"), "positive"),
    "dropped": (lazy("Dropped"), "neutral"),
}
BATCH_STATES: Mapping[str, tuple[Any, str]] = {
    "running": (lazy("Being brought in"), "neutral"),
    "applied": (lazy("Brought in"), "positive"),
    "stopped": (lazy("Stopped midway"), "caution"),
    "undoing": (lazy("Being taken back"), "neutral"),
    "undone": (lazy("Taken back"), "neutral"),
}


def words(field: str, code: str, text: str) -> str:
    """One note of a row."""
    shown = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
    return str(REASONS[code]) % {"field": field, "text": shown}


def why_unreadable(error: Unreadable | Mapping[str, Any]) -> str:
    """Why a file is no list, and what to do; of the error itself or of what was kept of it."""
    code, values = (error.code, error.values) if isinstance(error, Unreadable) else (error["code"], error["values"])
    return str(UNREADABLE[code]) % values


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the report."""

    number: int
    key: str
    outcome: Any
    tone: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as a page shows it: what became of how many rows, and one page of the rows themselves."""

    counts: tuple[tuple[str, Any, int], ...]
    total: int
    chosen: str | None
    rows: Page[RowLine]
    common: tuple[tuple[str, int], ...]
    fields: tuple[FieldShare, ...]
    formats: Mapping[str, str]
    duplicates: tuple[tuple[str, tuple[str, ...]], ...]


def report_page(report: Report, chosen: str | None, number: int) -> ReportPage:
    """The rows of one outcome, or all of them; those that are refused stand first among all."""
    outcome = chosen if chosen in OUTCOMES else None
    rows = [row for row in report.rows if outcome in (None, row.outcome)]
    rows.sort(key=lambda row: (row.outcome is not Outcome.REFUSED, row.number))
    number = min(number, max(1, -(-len(rows) // SIZE)))
    shown = [_line(row) for row in rows[(number - 1) * SIZE : number * SIZE]]
    return ReportPage(
        counts=tuple((name, OUTCOMES[name], count) for name, count in report.counts.items()),
        total=len(report.rows),
        chosen=outcome,
        rows=Page(shown, number, SIZE, len(rows)),
        common=tuple(_common(report)),
        fields=report.fields,
        formats=report.formats,
        duplicates=report.duplicates,
    )


def _line(row: RowReport) -> RowLine:
    return RowLine(row.number, row.key, OUTCOMES[row.outcome], TONES[row.outcome], _notes(row))


def _notes(row: RowReport) -> tuple[str, ...]:
    return tuple(words(*note) for note in row.notes)


def _common(report: Report, most: int = 20) -> Iterator[tuple[str, int]]:
    """What could not be read in rows that were taken, the most frequent first."""
    unread = Counter(note for row in report.rows if row.outcome is not Outcome.REFUSED for note in row.notes)
    return ((words(*note), count) for note, count in unread.most_common(most))


def report_file(report: Report, header: Iterable[Any]) -> bytes:
    """Every row as CSV that spreadsheets open as UTF-8; no cell is taken for a formula."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow([str(each) for each in header])
    for row in report.rows:
        writer.writerow([row.number, harmless(row.key), str(OUTCOMES[row.outcome]), harmless("; ".join(_notes(row)))])
    return (BOM + held.getvalue()).encode()


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text
