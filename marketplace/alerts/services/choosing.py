"""A person chooses how often to be told about one search or list, pauses it, or stops it."""

from __future__ import annotations

from marketplace.alerts import policies
from marketplace.alerts.facts import AlertsPaused, AlertsResumed, AlertsStopped, FrequencyChosen
from marketplace.alerts.models import Source
from marketplace.alerts.queries import sources
from marketplace.alerts.queries.finders import finder_of
from marketplace.alerts.rules.frequency import Frequency, Kind
from marketplace.alerts.services.links import WayOut
from marketplace.alerts.services.rows import due_next, note, wishes_for
from marketplace.foundation.actor import Actor, NotFound, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.journal import record


def choose(actor: Actor, kind: Kind, key: str, frequency: Frequency) -> None:
    """Follow one of the own searches or lists, or stop; NotFound for what is not one's own.

    Who begins, or begins again, is told what becomes public from now on.
    """
    allow(policies.can_follow(actor))
    finder = finder_of(kind)
    if finder is None or not finder.owns(actor, key):
        raise NotFound
    with transaction():
        row = _noted(actor, kind, key)
        if row.frequency == frequency:
            return
        if frequency is Frequency.OFF:
            _end(row)
            return
        if row.frequency == Frequency.OFF:
            row.mark, row.known, row.partial = now(), None, False
        row.frequency, row.paused_at = frequency, None
        row.due_at = due_next(row, wishes_for(row.person_id))
        record(FrequencyChosen(row.id, kind, frequency))


def pause(actor: Actor, source_id: str) -> None:
    """Hold back what it finds until it is resumed; what was not followed stays as it is."""
    with transaction():
        row = sources.locked_source(actor, source_id)
        allow(policies.can_change(actor, row))
        if row.frequency == Frequency.OFF or row.paused_at is not None:
            return
        row.paused_at, row.due_at = now(), None
        record(AlertsPaused(row.id))


def resume(actor: Actor, source_id: str) -> None:
    """Go on from where it was paused: the next digest tells what came meanwhile."""
    with transaction():
        row = sources.locked_source(actor, source_id)
        allow(policies.can_change(actor, row))
        if row.paused_at is None:
            return
        row.paused_at = None
        row.due_at = due_next(row, wishes_for(row.person_id))
        record(AlertsResumed(row.id))


def stop(actor: Actor, source_id: str) -> None:
    """No more of this; doing it twice changes nothing."""
    with transaction():
        row = sources.locked_source(actor, source_id)
        allow(policies.can_change(actor, row))
        _end(row)


def stop_by_link(way: WayOut) -> None:
    """The same from within a mail, signed out; what is gone has stopped already."""
    with transaction():
        row = sources.locked_for_link(way.source_id, way.person_id)
        if row is not None:
            _end(row)


def forget(actor: Actor, kind: Kind, key: str) -> None:
    """What was followed is deleted, and with it what was noted about it: inside the transaction that deletes."""
    with transaction() as session:
        row = sources.locked_by_key(actor, kind, key)
        if row is not None:
            session.delete(row)


def follow_wishes(person_id: str) -> None:
    """The person chose another hour, zone or quiet time: what waits to be looked at waits for that."""
    with transaction():
        wishes = wishes_for(person_id)
        for row in sources.locked_of(person_id):
            if row.known is not None:  # else it is to be looked at soon, whatever the clock
                row.due_at = due_next(row, wishes)


def _noted(actor: Actor, kind: Kind, key: str) -> Source:
    """The row of what is followed, made if there is none, locked."""
    note(str(actor.person_id), str(actor.organisation_id), kind, key)
    row = sources.locked_by_key(actor, kind, key)
    if row is None:
        raise NotFound
    return row


def _end(row: Source) -> None:
    if row.frequency == Frequency.OFF:
        return
    row.frequency, row.due_at, row.paused_at = Frequency.OFF, None, None
    row.known, row.partial = None, False
    record(AlertsStopped(row.id, row.kind))
