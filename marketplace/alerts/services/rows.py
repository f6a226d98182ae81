"""The rows of what is followed: as they begin, and when they are looked at next."""

from __future__ import annotations

from datetime import datetime

from marketplace.alerts.models import Source
from marketplace.alerts.rules.frequency import Frequency, Kind, next_look
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.upsert import insert_new
from marketplace.notifications.queries import wishes_of
from marketplace.notifications.rules import NO_WISHES, Wishes


def note(person_id: str, organisation_id: str, kind: Kind, key: str, frequency: Frequency = Frequency.OFF) -> bool:
    """Write down that a person follows or declines something; False: that was noted before, and stays as it is."""
    moment = now()
    fresh = {
        "id": new_id(),
        "person_id": person_id,
        "organisation_id": organisation_id,
        "kind": kind,
        "key": key,
        "frequency": frequency,
        "mark": moment,
        "partial": False,
        "due_at": None if frequency is Frequency.OFF else moment,
        "told": 0,
        "created_at": moment,
    }
    return insert_new(db.session(), Source, fresh)


def due_next(row: Source, wishes: Wishes) -> datetime | None:
    """When a row is to be looked at next: at once what never was, else with the next digest of its frequency."""
    if row.paused_at is not None or row.frequency == Frequency.OFF:
        return None
    return now() if row.known is None else next_look(Frequency(row.frequency), wishes, now())


def wishes_for(person_id: str) -> Wishes:
    """How the person wishes to be told, chosen or not."""
    return wishes_of([person_id]).get(person_id, NO_WISHES)
