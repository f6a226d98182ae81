"""A person's digest: what is due is looked at, then marks and digest are written in one transaction.

Looking takes long and holds no lock. What it found is used only for rows that nobody moved meanwhile, so that of two
workers one writes; a run that dies before the commit has changed nothing and is done again; after the commit the mail
is a job like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from marketplace.alerts.facts import DigestWritten
from marketplace.alerts.models import Digest, Source
from marketplace.alerts.queries import sources
from marketplace.alerts.queries.finders import finder_of
from marketplace.alerts.queries.people import reader
from marketplace.alerts.queries.sources import standing_of
from marketplace.alerts.rules.digest import Part, part, to_plain
from marketplace.alerts.rules.news import (
    Looked,
    Standing,
    Thing,
    first_memory,
    looked_since,
    news,
    next_memory,
    unknown,
)
from marketplace.alerts.services.rows import due_next, wishes_for
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.matching.queries import vetoes_around
from marketplace.notifications.rules import Wishes
from marketplace.notifications.services import notify
from marketplace.publishing.queries import first_public

TOLD = "alerts.digest"
LOOK_AGAIN = timedelta(minutes=10)  # where there is nothing to look at yet, or looking failed
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one row: when it began, from where, and what it found.

    `looked` None: there is nothing to look at now. `gone`: the person left the organisation. `failed`: nobody knows.
    """

    moment: datetime
    standing: Standing
    looked: Looked | None = None
    gone: bool = False
    failed: bool = False


def gather(person_id: str) -> str | None:
    """Write the digest of what is due for a person; gives its id, None where there is nothing to tell.

    What cannot be looked at now is looked at again soon, and keeps nothing and nobody else away.
    """
    looks = {row.id: _look(row) for row in sources.due_of(person_id, now())}
    db.session.commit()
    if not looks:
        return None
    with transaction():
        wishes = wishes_for(person_id)
        due = [row for row in sources.locked_due(person_id, now()) if row.id in looks]
        parts = [_moved_on(row, looks[row.id], wishes) for row in due if standing_of(row) == looks[row.id].standing]
        told = [each for each in parts if each is not None]
        return _written(person_id, told) if told else None


def _written(person_id: str, parts: Sequence[Part]) -> str:
    total = sum(each.count for each in parts)
    digest = Digest(id=new_id(), person_id=person_id, things=total, parts=[to_plain(each) for each in parts])
    db.session.add(digest)
    db.session.flush()
    record(DigestWritten(digest.id, person_id, total))
    notify([person_id], TOLD, {"digest_id": digest.id, "things": total})
    return digest.id


def _look(row: Source) -> Look:
    """What a row finds now."""
    moment, standing, finder = now(), standing_of(row), finder_of(row.kind)
    actor = reader(row.person_id, row.organisation_id)
    if actor is None or finder is None:
        return Look(moment, standing, gone=actor is None)
    try:
        return Look(moment, standing, finder.look(actor, row.key, looked_since(standing)))
    except Exception:
        db.session.rollback()
        log.exception("alert_not_looked_at", kind=row.kind)
        return Look(moment, standing, failed=True)


def _moved_on(row: Source, look: Look, wishes: Wishes) -> Part | None:
    """Move the mark, remember what was found, and say what of it is new."""
    if look.gone:
        db.session.delete(row)
        return None
    if look.looked is None:
        row.due_at = now() + LOOK_AGAIN if look.failed or row.known is None else due_next(row, wishes)
        return None
    told = _new(row, look.standing, look.looked)
    first = look.standing.memory is None
    _remember(row, look.standing, look.looked)
    row.mark = row.mark if first else look.moment
    row.due_at = due_next(row, wishes)
    if told is not None:
        row.told_at, row.told = look.moment, told.count
    return told


def _new(row: Source, standing: Standing, looked: Looked) -> Part | None:
    found = _of_others(row, unknown(standing, looked))
    if not found:
        return None
    public = {} if looked.ranked else first_public([each.id for each in found])
    told = news(standing, looked, found, public)
    return part(row.id, told) if told else None


def _of_others(row: Source, found: Sequence[Thing]) -> list[Thing]:
    """Without one's own, and without those that are kept from one another."""
    finder = finder_of(row.kind)
    if finder is None or not found:
        return []
    parties = finder.parties([each.id for each in found])
    kept_away = vetoes_around(row.organisation_id) | {row.organisation_id}
    return [each for each in found if parties.get(each.id, row.organisation_id) not in kept_away]


def _remember(row: Source, standing: Standing, looked: Looked) -> None:
    memory = first_memory(standing, looked) if standing.memory is None else next_memory(standing, looked)
    row.known, row.partial = memory.packed(), memory.partial
