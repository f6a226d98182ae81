"""For whom is looked: people who may be told, as the members that they are at this moment."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.foundation.actor import Actor, Role
from marketplace.foundation.database import db
from marketplace.organisations.models import Membership, Organisation


def reader(person_id: str, organisation_id: str) -> Actor | None:
    """The person as a member of the organisation; None for who left it, or may be told nothing."""
    row = db.session.execute(
        select(Membership.role, Organisation.kind)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            Person.verified_at.is_not(None),
            Person.suspended_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    role, kind = row
    return Actor(person_id=person_id, organisation_id=organisation_id, organisation_kind=kind, role=Role(role))
