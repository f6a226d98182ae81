"""Messages are written for given persons, and read by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import update

from marketplace.foundation.actor import Actor, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.notifications import queries
from marketplace.notifications.facts import PeopleNotified
from marketplace.notifications.models import Delivery
from marketplace.notifications.rules import NO_WISHES, Channel, plan

Plain = str | int | None


def notify(person_ids: Iterable[str], kind: str, values: Mapping[str, Plain]) -> None:
    """Tell these persons; `kind` has words in `presenters`, `values` are ids and codes only. Mails follow.

    Each person's mail is a job of its own: one that is refused is tried again without repeating the others. What a
    person wishes to get later, or not by mail, waits in the list.
    """
    told = list(dict.fromkeys(person_ids))
    if not told:
        return
    with transaction() as session:
        rows = _planned(told, kind, values)
        session.add_all(rows)
        session.flush()
        for row in rows:
            if row.channel == Channel.NOW and row.mail_after is None:
                record(PeopleNotified((row.id,), kind))


def set_aside(person_ids: Iterable[str], kind: str, values: Mapping[str, Plain]) -> frozenset[str]:
    """For a feature with a mail of its own: who does not wish one now, and was told in the list instead."""
    with transaction() as session:
        rows = _planned(list(dict.fromkeys(person_ids)), kind, values)
        later = [row for row in rows if row.channel != Channel.NOW or row.mail_after is not None]
        session.add_all(later)
    return frozenset(row.person_id for row in later)


def _planned(person_ids: list[str], kind: str, values: Mapping[str, Plain]) -> list[Delivery]:
    wishes, moment = queries.wishes_of(person_ids), now()
    rows = []
    for person_id in person_ids:
        planned = plan(kind, wishes.get(person_id, NO_WISHES), moment)
        rows.append(
            Delivery(
                id=new_id(),
                person_id=person_id,
                kind=kind,
                values=dict(values),
                channel=planned.channel,
                mail_after=planned.not_before,
            )
        )
    return rows


def mark_all_read(actor: Actor) -> None:
    """The person has seen everything up to now."""
    with transaction() as session:
        allow(actor.is_signed_in)
        session.execute(
            update(Delivery)
            .where(Delivery.person_id == actor.person_id, Delivery.read_at.is_(None))
            .values(read_at=now())
        )
