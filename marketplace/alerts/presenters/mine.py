"""What one follows and could follow, as the page of one's alerts shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.alerts.models import Source
from marketplace.alerts.presenters.tellers import Followed, teller_of
from marketplace.alerts.queries.people import reader
from marketplace.alerts.queries.sources import own_sources
from marketplace.alerts.rules.frequency import Frequency, Kind
from marketplace.foundation.actor import Actor, acting_as
from marketplace.foundation.i18n import lazy
from marketplace.foundation.text import Localised
from marketplace.organisations.queries import organisations_by_id

FREQUENCIES = {Frequency.DAILY: lazy("Every day"), Frequency.WEEKLY: lazy("Every Monday"), Frequency.OFF: lazy("Off")}


@dataclass(frozen=True, slots=True)
class Line:
    """One search or list, and how it is followed. Without `source_id` nothing was ever chosen."""

    kind: Kind
    key: str
    followed: Followed
    frequency: Frequency = Frequency.OFF
    source_id: str | None = None
    is_paused: bool = False
    told_at: datetime | None = None
    told: int = 0
    place: Localised | None = None

    @property
    def is_followed(self) -> bool:
        """Whether its results are told, now or after a pause."""
        return self.frequency is not Frequency.OFF


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything on the page: match lists, kept searches, and what one follows for other organisations."""

    lists: Sequence[Line]
    searches: Sequence[Line]
    elsewhere: Sequence[Line]


def mine(actor: Actor) -> Mine:
    """The person's alerts; what could be followed is there for the organisation acted for."""
    rows = own_sources(actor)
    here = {(row.kind, row.key): row for row in rows if actor.acts_for(row.organisation_id)}
    others = [row for row in rows if not actor.acts_for(row.organisation_id) and row.frequency != Frequency.OFF]
    lists = [line for kind in (Kind.MANDATE, Kind.LIST) for line in _lines(actor, kind, here)]
    return Mine(lists, _lines(actor, Kind.SEARCH, here), _elsewhere(others))


def _lines(actor: Actor, kind: Kind, rows: dict[tuple[str, str], Source]) -> list[Line]:
    return [_line(kind, key, followed, rows.get((kind, key))) for key, followed in teller_of(kind).own(actor).items()]


def _line(kind: Kind, key: str, followed: Followed, row: Source | None, place: Localised | None = None) -> Line:
    if row is None:
        return Line(kind, key, followed)
    frequency, is_paused = Frequency(row.frequency), row.paused_at is not None
    return Line(kind, key, followed, frequency, row.id, is_paused, row.told_at, row.told, place)


def _elsewhere(rows: Sequence[Source]) -> list[Line]:
    names = organisations_by_id(row.organisation_id for row in rows)
    found = []
    for row in rows:
        actor = reader(row.person_id, row.organisation_id)
        if actor is None:
            continue
        with acting_as(actor):
            followed = teller_of(row.kind).own(actor).get(row.key)
        if followed is not None:
            found.append(_line(Kind(row.kind), row.key, followed, row, names[row.organisation_id].name))
    return found
