"""Messages are written for given persons, and read by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import update

from marketplace.foundation.actor import Actor, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.notifications.facts import PeopleNotified
from marketplace.notifications.models import Delivery

Plain = str | int | None


def notify(person_ids: Iterable[str], kind: str, values: Mapping[str, Plain]) -> None:
    """Tell these persons; `kind` has words in `presenters`, `values` are ids and codes only. Mails follow.

    Each person's mail is a job of its own: one that is refused is tried again without repeating the others.
    """
    rows = [
        Delivery(id=new_id(), person_id=person_id, kind=kind, values=dict(values))
        for person_id in dict.fromkeys(person_ids)
    ]
    if not rows:
        return
    with transaction() as session:
        session.add_all(rows)
        session.flush()
        for row in rows:
            record(PeopleNotified((row.id,), kind))


def mark_all_read(actor: Actor) -> None:
    """The person has seen everything up to now."""
    with transaction() as session:
        allow(actor.is_signed_in)
        session.execute(
            update(Delivery)
            .where(Delivery.person_id == actor.person_id, Delivery.read_at.is_(None))
            .values(read_at=now())
        )
