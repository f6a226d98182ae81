"""Places offered and places asked for, as far as the person asking may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from marketplace.accounts.models import Person
from marketplace.foundation.actor import SYSTEM, Actor, NotFound, Power, Role, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.foundation.text import Localised
from marketplace.organisations import policies
from marketplace.organisations.models import Invitation, JoinRequest, Membership, Organisation
from marketplace.organisations.queries.organisations import organisation


@dataclass(frozen=True, slots=True)
class Asking:
    """A person's request for a place, for those who decide."""

    request_id: str
    organisation: Localised
    name: str
    email: str
    asked_at: datetime


def open_invitations(actor: Actor, organisation_id: str) -> list[Invitation]:
    """Places offered and not yet taken; only for those who manage members."""
    allow(policies.can_manage_members(actor, organisation(actor, organisation_id)))
    statement = (
        select(Invitation)
        .where(Invitation.organisation_id == organisation_id, Invitation.state == "open", Invitation.expires_at > now())
        .order_by(Invitation.created_at, Invitation.id)
    )
    return list(db.session.scalars(statement))


def own_invitations(actor: Actor) -> list[tuple[Invitation, Localised]]:
    """Places offered to the person's own verified address."""
    statement = (
        select(Invitation, Organisation.name)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .join(Person, Person.email_key == Invitation.email_key)
        .where(
            Person.id == actor.person_id,
            Person.verified_at.is_not(None),
            Invitation.state == "open",
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.created_at, Invitation.id)
    )
    return [(row, name) for row, name in db.session.execute(statement)]


def own_invitation(actor: Actor, invitation_id: str) -> Invitation:
    """A place once offered to the person's own verified address; NotFound for everybody else."""
    found = db.session.scalar(
        select(Invitation)
        .join(Person, Person.email_key == Invitation.email_key)
        .where(Invitation.id == invitation_id, Person.id == actor.person_id, Person.verified_at.is_not(None))
    )
    if found is None:
        raise NotFound
    return found


def joins_to_decide(actor: Actor) -> list[Asking]:
    """Requests that wait for the actor: to its organisation; for reviewers also to parties without people."""
    statement = (
        select(JoinRequest, Organisation.name, Person.name, Person.email)
        .join(Organisation, Organisation.id == JoinRequest.organisation_id)
        .join(Person, Person.id == JoinRequest.person_id)
        .where(JoinRequest.state == "open", JoinRequest.person_id != actor.person_id)
        .order_by(JoinRequest.created_at, JoinRequest.id)
    )
    unrun = ~exists().where(Membership.organisation_id == JoinRequest.organisation_id)
    own = JoinRequest.organisation_id == (actor.organisation_id if actor.role is Role.ADMIN else None)
    statement = statement.where(own | unrun if actor.has(Power.REVIEW) else own)
    return [
        Asking(request.id, place, name, email, request.created_at)
        for request, place, name, email in db.session.execute(statement)
    ]


def own_joins(actor: Actor) -> list[tuple[JoinRequest, Localised]]:
    """The places that the person asked for and still waits for."""
    statement = (
        select(JoinRequest, Organisation.name)
        .join(Organisation, Organisation.id == JoinRequest.organisation_id)
        .where(JoinRequest.person_id == actor.person_id, JoinRequest.state == "open")
        .order_by(JoinRequest.created_at, JoinRequest.id)
    )
    return [(row, name) for row, name in db.session.execute(statement)]


def join_request(actor: Actor, request_id: str) -> JoinRequest:
    """A request, for the person who made it and for tasks; NotFound for everybody else."""
    found = db.session.get(JoinRequest, request_id)
    if found is None or not (actor is SYSTEM or actor.person_id == found.person_id):
        raise NotFound
    return found


def invitation_to_mail(invitation_id: str) -> tuple[Invitation, Organisation] | None:
    """An open invitation with its organisation: for its mail."""
    row = db.session.get(Invitation, invitation_id)
    if row is None or row.state != "open" or row.expires_at <= now():
        return None
    return row, db.session.get_one(Organisation, row.organisation_id)
