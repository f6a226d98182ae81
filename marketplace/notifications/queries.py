"""The doors to messages: everybody sees the own ones."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from marketplace.accounts.models import Person
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db, locked
from marketplace.notifications.models import Delivery


def own_messages(actor: Actor) -> Select[Delivery]:
    """The person's messages, newest first."""
    return (
        select(Delivery)
        .where(Delivery.person_id == actor.person_id)
        .order_by(Delivery.created_at.desc(), Delivery.id.desc())
    )


def unread_count(actor: Actor) -> int:
    """How many messages the person has not opened the list for."""
    statement = select(func.count(Delivery.id)).where(Delivery.person_id == actor.person_id, Delivery.read_at.is_(None))
    return db.session.scalar(statement) or 0


def unmailed(delivery_ids: list[str]) -> list[tuple[Delivery, Person]]:
    """Messages whose mail is still to go out to a person who may be mailed, locked."""
    statement = (
        select(Delivery).where(Delivery.id.in_(delivery_ids), Delivery.mailed_at.is_(None)).order_by(Delivery.id)
    )
    found = db.session.scalars(locked(statement)).all()
    people = {
        person.id: person
        for person in db.session.scalars(
            select(Person).where(
                Person.id.in_({row.person_id for row in found}),
                Person.verified_at.is_not(None),
                Person.suspended_at.is_(None),
            )
        )
    }
    return [(row, people[row.person_id]) for row in found if row.person_id in people]
