"""The doors to messages: everybody sees the own ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from marketplace.accounts.models import Person
from marketplace.accounts.queries import people_by_id
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db, locked
from marketplace.notifications.models import Delivery, Setting
from marketplace.notifications.rules import NO_WISHES, Channel, Wishes

_MAY_BE_MAILED = Person.verified_at.is_not(None) & Person.suspended_at.is_(None)


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
    """Messages whose mail is still to go out now, to a person who may be mailed, locked."""
    return _with_people(
        select(Delivery).where(
            Delivery.id.in_(delivery_ids), Delivery.channel == Channel.NOW, Delivery.mail_after.is_(None)
        )
    )


def due_for(person_id: str, moment: datetime) -> list[tuple[Delivery, Person]]:
    """What was kept back for one person and is due, locked, oldest first; nothing if the person may not be mailed."""
    return _with_people(_due(moment).where(Delivery.person_id == person_id))


def people_due(moment: datetime, most: int) -> Sequence[str]:
    """For whom something kept back is due, those who waited longest first."""
    due = _due(moment).join(Person, Person.id == Delivery.person_id).where(_MAY_BE_MAILED)
    people = due.with_only_columns(Delivery.person_id).group_by(Delivery.person_id)
    return db.session.scalars(people.order_by(func.min(Delivery.mail_after), Delivery.person_id).limit(most)).all()


def _due(moment: datetime) -> Select[Delivery]:
    return select(Delivery).where(
        Delivery.mail_after <= moment, Delivery.mailed_at.is_(None), Delivery.channel != Channel.NONE
    )


def locked_waiting(person_id: str) -> Sequence[Delivery]:
    """What is kept back for a person, locked."""
    statement = select(Delivery).where(
        Delivery.person_id == person_id, Delivery.mailed_at.is_(None), Delivery.mail_after.is_not(None)
    )
    return db.session.scalars(locked(statement.order_by(Delivery.id))).all()


def wishes_of(person_ids: Iterable[str]) -> dict[str, Wishes]:
    """How these persons wish to be told; who chose nothing is left out."""
    wanted = select(Setting).where(Setting.person_id.in_(set(person_ids)))
    return {row.person_id: as_wishes(row) for row in db.session.scalars(wanted)}


def own_wishes(actor: Actor) -> tuple[Wishes, int]:
    """The person's own wishes, and their version for the form."""
    row = db.session.get(Setting, actor.person_id)
    return (NO_WISHES, 1) if row is None else (as_wishes(row), row.version)


def as_wishes(row: Setting) -> Wishes:
    """A stored choice as rules read it."""
    return Wishes(row.channels, row.zone, row.digest_hour, row.quiet_from, row.quiet_until)


def reader_language(person_id: str) -> str | None:
    """In which language somebody who followed a mail reads; None if the person is gone."""
    found = people_by_id([person_id]).get(person_id)
    return found.language if found else None


def _with_people(statement: Select[Delivery]) -> list[tuple[Delivery, Person]]:
    wanted = statement.where(Delivery.mailed_at.is_(None)).order_by(Delivery.created_at, Delivery.id)
    found = db.session.scalars(locked(wanted)).all()
    people = {
        person.id: person
        for person in db.session.scalars(
            select(Person).where(Person.id.in_({row.person_id for row in found}), _MAY_BE_MAILED)
        )
    }
    return [(row, people[row.person_id]) for row in found if row.person_id in people]
