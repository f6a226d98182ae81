"""People of organisations: members, invitations and requests, as far as the person asking may see them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.foundation.actor import Actor, NotFound, Role, allow
from marketplace.foundation.database import db, locked
from marketplace.foundation.text import Localised
from marketplace.organisations import policies
from marketplace.organisations.models import Membership, Organisation, Unit
from marketplace.organisations.queries.organisations import organisation


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to be told, where, and in which language."""

    person_id: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Member:
    """One member as its colleagues see it."""

    membership: Membership
    name: str
    email: str
    unit: Localised | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation that a person can act for."""

    organisation_id: str
    kind: str
    name: Localised
    role: str
    current: bool


def members_of(actor: Actor, organisation_id: str) -> list[Member]:
    """The members of an organisation, administrators first; only for its own people."""
    allow(policies.can_see_members(actor, organisation(actor, organisation_id)))
    statement = (
        select(Membership, Person.name, Person.email, Unit.name)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Membership.organisation_id == organisation_id)
        .order_by(Membership.role != Role.ADMIN, Membership.created_at, Membership.id)
    )
    return [Member(row, name, email, unit) for row, name, email, unit in db.session.execute(statement)]


def locked_membership(actor: Actor, membership_id: str) -> tuple[Organisation, Membership]:
    """A membership and its organisation, both locked, the organisation first; NotFound for strangers."""
    found = db.session.get(Membership, membership_id)
    if found is None:
        raise NotFound
    place = db.session.scalar(locked(select(Organisation).where(Organisation.id == found.organisation_id)))
    row = db.session.scalar(locked(select(Membership).where(Membership.id == membership_id)))
    if place is None or row is None or not policies.can_see_members(actor, place):
        raise NotFound
    return place, row


def membership_of(person_id: str, organisation_id: str) -> Membership | None:
    """Whether, and how, a person belongs to an organisation now."""
    return db.session.scalar(
        select(Membership).where(Membership.person_id == person_id, Membership.organisation_id == organisation_id)
    )


def members_to_notify(organisation_id: str) -> list[Recipient]:
    """The members who can be told something: administrators and editors whose address is verified."""
    statement = (
        select(Person.id, Person.email, Person.language)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role.in_((Role.ADMIN, Role.EDITOR)),
            Person.verified_at.is_not(None),
            Person.suspended_at.is_(None),
        )
        .order_by(Person.id)
    )
    return [Recipient(*row) for row in db.session.execute(statement)]


def choices_of(actor: Actor) -> list[Choice]:
    """The organisations that the person can act for, by name."""
    statement = (
        select(Organisation, Membership.role)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.person_id == actor.person_id)
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return [
        Choice(row.id, row.kind, row.name, role, actor.acts_for(row.id)) for row, role in db.session.execute(statement)
    ]


def administrators(organisation_id: str) -> list[str]:
    """The ids of those who run an organisation: for messages."""
    statement = select(Membership.person_id).where(
        Membership.organisation_id == organisation_id, Membership.role == Role.ADMIN
    )
    return sorted(db.session.scalars(statement))
