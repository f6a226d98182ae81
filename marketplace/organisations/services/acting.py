"""For whom a person acts: found anew from the memberships in force at every request, switched by the person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select

from marketplace.accounts.models import PersonSession
from marketplace.accounts.rules import ORDINARY, STAFF, Lifetime
from marketplace.accounts.services import set_acting
from marketplace.foundation.actor import ANONYMOUS, Actor, NotFound, Power, Role
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.organisations import queries
from marketplace.organisations.models import Membership, Organisation, Unit
from marketplace.organisations.rules import STAFF_KINDS, powers_held


@dataclass(frozen=True, slots=True)
class _Place:
    membership: Membership
    organisation: Organisation
    unit: Unit | None


def actor_for(session: PersonSession | None) -> Actor:
    """Who is behind a live session, with the rights of this very moment.

    Without a choice, the only organisation of a person is the one acted for. Staff sessions live shorter.
    """
    if session is None:
        return ANONYMOUS
    place = _place(session.person_id, session.acting_organisation_id)
    if place is None:
        return Actor(person_id=session.person_id, signed_in_at=session.created_at, strength=session.strength)
    if place.organisation.kind in STAFF_KINDS and STAFF.is_over(session.created_at, session.last_seen_at, now()):
        return ANONYMOUS
    return _actor(session, place)


def lifetime_of(actor: Actor) -> Lifetime:
    """How long a session lives while its person acts as this actor."""
    return STAFF if actor.organisation_kind in STAFF_KINDS else ORDINARY


def _actor(session: PersonSession, place: _Place) -> Actor:
    member, unit = place.membership, place.unit
    held = powers_held(member.powers, unit.powers if unit is not None else (), place.organisation.kind)
    return Actor(
        person_id=session.person_id,
        organisation_id=place.organisation.id,
        organisation_kind=place.organisation.kind,
        role=Role(member.role),
        unit_id=member.unit_id,
        powers=frozenset(Power(power) for power in held),
        signed_in_at=session.created_at,
        strength=session.strength,
    )


def _place(person_id: str, organisation_id: str | None) -> _Place | None:
    """The membership acted for: the one chosen, as long as it lasts; else the only one."""
    found = [_Place(*row) for row in db.session.execute(_memberships(person_id)).all()]
    chosen = [place for place in found if place.organisation.id == organisation_id]
    if chosen:
        return chosen[0]
    return found[0] if len(found) == 1 else None


def _memberships(person_id: str) -> Select[Membership, Organisation, Unit]:
    return (
        select(Membership, Organisation, Unit)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Membership.person_id == person_id)
        .limit(100)
    )


def act_for(actor: Actor, session_id: str, organisation_id: str) -> None:
    """The person acts for another of its organisations from the next request on; NotFound for any other."""
    with transaction():
        if actor.person_id is None or queries.membership_of(actor.person_id, organisation_id) is None:
            raise NotFound
        set_acting(actor.person_id, session_id, organisation_id)
