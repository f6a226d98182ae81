"""A person's digest: what is due is looked at, then marks and digest are written in one transaction.

Looking takes long and holds no lock. What it found is used only for rows that nobody moved meanwhile, so that of two
workers one writes; a run that dies before the commit has changed nothing and is done again; after the commit the mail
is a job like any other. What the scores of match lists are made of is kept with the digest, once.

A person is told once on a day, however late the work is done or whatever is looked at again: what else is due waits for
the next day's digest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import structlog

from marketplace.alerts.facts import DigestWritten
from marketplace.alerts.models import Digest, Source
from marketplace.alerts.queries import sources
from marketplace.alerts.queries.digests import last_written
from marketplace.alerts.queries.finders import Finder, Scored, finder_of
from marketplace.alerts.queries.people import reader
from marketplace.alerts.queries.sources import standing_of
from marketplace.alerts.rules.digest import Part, part, to_plain
from marketplace.alerts.rules.frequency import not_today
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
from marketplace.foundation.actor import Actor, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.matching.queries import vetoes_around
from marketplace.matching.services import note_told
from marketplace.notifications.rules import Wishes
from marketplace.notifications.services import notify
from marketplace.publishing.queries import first_public

TOLD = "alerts.digest"
LOOK_AGAIN = timedelta(minutes=10)  # where there is nothing to look at yet, or looking failed
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one row: when it began, from where, and what it found.

    `looked` None: there is nothing to look at now. `scored`: what a match list says of those who may be new. `gone`:
    the person left the organisation. `failed`: nobody knows.
    """

    moment: datetime
    standing: Standing
    looked: Looked | None = None
    scored: Scored | None = None
    gone: bool = False
    failed: bool = False

    @property
    def unknown(self) -> list[Thing]:
        """Those found that may be new."""
        return [] if self.looked is None else unknown(self.standing, self.looked)


@dataclass(frozen=True, slots=True)
class _Told:
    """A part of a digest, for which organisation it was found, and what is behind its scores."""

    part: Part
    organisation_id: str
    scored: Scored | None


@dataclass(frozen=True, slots=True)
class _Known:
    """Of what may be new: whose it is, by organisation who is kept from it, and when it went public first."""

    parties: Mapping[str, str]
    kept_away: Mapping[str, frozenset[str]]
    first_public: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class _Meanwhile:
    """What holds for all rows of a person. `later`: told today already, so what may have news keeps its place."""

    wishes: Wishes
    later: datetime | None
    known: _Known


def gather(person_id: str) -> str | None:
    """Write the digest of what is due for a person; gives its id, None where there is nothing to tell.

    What cannot be looked at now is looked at again soon, and keeps nothing and nobody else away.
    """
    acting = cache(lambda organisation_id: reader(person_id, organisation_id))
    looks = {row.id: _look(row, acting(row.organisation_id)) for row in sources.due_of(person_id, now())}
    db.session.commit()
    if not looks:
        return None
    with transaction():
        wishes = wishes_for(person_id)
        due = [row for row in sources.locked_due(person_id, now()) if row.id in looks]
        seen = [(row, looks[row.id]) for row in due if _is_as_seen(row, looks[row.id])]
        later = not_today(wishes, last_written(person_id), now())
        known = _known(seen)
        found = [_moved_on(row, look, _Meanwhile(wishes, later, known)) for row, look in seen]
        told = [each for each in found if each is not None]
        return _written(person_id, told) if told else None


def _is_as_seen(row: Source, look: Look) -> bool:
    """Whether nobody moved the row since it was looked at."""
    return standing_of(row) == look.standing


def _written(person_id: str, told: Sequence[_Told]) -> str:
    total = sum(each.part.count for each in told)
    parts = [to_plain(each.part) for each in told]
    digest = Digest(id=new_id(), person_id=person_id, things=total, parts=parts, written_at=now())
    db.session.add(digest)
    db.session.flush()
    record(DigestWritten(digest.id, person_id, total))
    for each in told:
        if each.scored is not None:
            behind = [each.scored.matches[thing] for thing in each.part.points]
            note_told(each.organisation_id, digest.id, each.scored.view, behind)
    notify([person_id], TOLD, {"digest_id": digest.id, "things": total})
    return digest.id


def _look(row: Source, actor: Actor | None) -> Look:
    """What a row finds now."""
    moment, standing, finder = now(), standing_of(row), finder_of(row.kind)
    if actor is None or finder is None:
        return Look(moment, standing, gone=actor is None)
    try:
        with acting_as(actor):
            looked = finder.look(actor, row.key, looked_since(standing))
            return Look(moment, standing, looked, _scored(finder, actor, row.key, standing, looked))
    except Exception:
        db.session.rollback()
        log.exception("alert_not_looked_at", kind=row.kind)
        return Look(moment, standing, failed=True)


def _scored(finder: Finder, actor: Actor, key: str, standing: Standing, looked: Looked | None) -> Scored | None:
    """What is behind the scores of those who may be new; of a kind that scores nothing, nothing."""
    found = [] if looked is None else unknown(standing, looked)
    if not found or finder.score is None:
        return None
    return finder.score(actor, key, {each.id for each in found})


def _moved_on(row: Source, look: Look, meanwhile: _Meanwhile) -> _Told | None:
    """Move the mark, remember what was found, and say what of it is new."""
    wishes = meanwhile.wishes
    if look.gone:
        db.session.delete(row)
        return None
    if look.looked is None:
        row.due_at = now() + LOOK_AGAIN if look.failed or row.known is None else due_next(row, wishes)
        return None
    first = look.standing.memory is None
    if meanwhile.later is not None and not first:
        row.due_at = meanwhile.later
        return None
    told = _new(row, look, look.looked, meanwhile.known)
    _remember(row, look.standing, look.looked)
    row.mark = row.mark if first else look.moment
    row.due_at = due_next(row, wishes)
    if told is not None:
        row.told_at, row.told = look.moment, told.part.count
    return told


def _new(row: Source, look: Look, looked: Looked, known: _Known) -> _Told | None:
    """Without one's own, and without those that are kept from one another."""
    kept_away = known.kept_away.get(row.organisation_id, frozenset())
    own = row.organisation_id
    found = [each for each in look.unknown if known.parties.get(each.id, own) not in {own, *kept_away}]
    told = news(look.standing, looked, found, known.first_public)
    scores = {} if look.scored is None else {key: match.score for key, match in look.scored.matches.items()}
    return _Told(part(row.id, told, scores), own, look.scored) if told else None


def _known(seen: Sequence[tuple[Source, Look]]) -> _Known:
    """Asked once for everything that a person follows, and not at all where nothing may be new."""
    finding = [(row, look) for row, look in seen if look.unknown]
    ids: dict[str, set[str]] = defaultdict(set)
    for row, look in finding:
        ids[row.kind].update(each.id for each in look.unknown)
    parties: dict[str, str] = {}
    for kind, things in ids.items():
        finder = finder_of(kind)
        parties |= finder.parties(sorted(things)) if finder is not None else {}
    unranked = {each.id for _row, look in finding if look.looked and not look.looked.ranked for each in look.unknown}
    places = {row.organisation_id for row, _look in finding}
    return _Known(
        parties, {place: vetoes_around(place) for place in places}, first_public(sorted(unranked)) if unranked else {}
    )


def _remember(row: Source, standing: Standing, looked: Looked) -> None:
    memory = first_memory(standing, looked) if standing.memory is None else next_memory(standing, looked)
    row.known, row.partial = memory.packed(), memory.partial
