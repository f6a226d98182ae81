"""Kept searches in words: what is asked, and where it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from marketplace.alerts.presenters.mine import FREQUENCIES
from marketplace.alerts.queries.sources import own_by_key
from marketplace.alerts.rules.frequency import Frequency
from marketplace.alerts.rules.frequency import Kind as Followed
from marketplace.discovery.models import SavedSearch
from marketplace.discovery.presenters.labels import ORDER_LABELS, PAGES_BY_NAME, label
from marketplace.discovery.presenters.words import KIND_TITLES
from marketplace.discovery.rules import EVERYTHING, FACETS, LONGEST_NAME, Kept, Kind, Order
from marketplace.foundation.actor import Actor
from marketplace.foundation.i18n import _, lazy

Arguments = Mapping[str, str | list[str]]
TOLD = {
    Frequency.OFF: lazy("Not by e-mail"),
    Frequency.DAILY: lazy("Every day"),
    Frequency.WEEKLY: lazy("Every Monday"),
}


@dataclass(frozen=True, slots=True)
class SavedLine:
    """One kept search as its list shows it."""

    id: str
    name: str
    where: str
    asked: str
    href: str
    created_at: datetime
    version: int


def saved_line(row: SavedSearch) -> SavedLine:
    """A row in the words of the page."""
    kept = Kept(row.kind, row.arguments)
    asked = asked_for(kept)
    return SavedLine(row.id, row.name, where(row.kind), asked, run_href(kept), row.created_at, row.version)


def run_href(kept: Kept) -> str:
    """The address of the search itself."""
    return url_for(f"discovery.{PAGES_BY_NAME[kept.kind]}", **kept.arguments)  # type: ignore[arg-type]


def where(page: str) -> str:
    """What is looked through."""
    return str(_("Everything")) if page == EVERYTHING else str(KIND_TITLES[Kind(page)])


def asked_for(kept: Kept) -> str:
    """The text and the filters of a search, in words."""
    text = str(kept.arguments.get("q", ""))
    parts = [f"“{text}”"] if text else []
    if kept.kind != EVERYTHING:
        for facet in FACETS[Kind(kept.kind)]:
            codes = kept.arguments.get(facet.field, [])
            parts += [label(facet.taxonomy, code) for code in codes]
    order = kept.arguments.get("sort")
    parts += [str(ORDER_LABELS[Order(str(order))])] if order else []
    return " · ".join(parts) or str(_("All of them"))


def offered_name(kept: Kept) -> str:
    """A name to begin with, which the person may change."""
    asked = asked_for(kept).replace("“", "").replace("”", "")
    return f"{where(kept.kind)}: {asked}"[:LONGEST_NAME].strip()


def told_in_words(actor: Actor) -> dict[str, str]:
    """By search, how often its person is told what is new; what is not followed is left out."""
    rows = own_by_key(actor, Followed.SEARCH).items()
    followed = {key: row for key, row in rows if row.frequency != Frequency.OFF}
    return {
        key: str(FREQUENCIES[Frequency(row.frequency)]) if row.paused_at is None else str(_("Paused"))
        for key, row in followed.items()
    }
