"""A place in an organisation is offered to an address and taken by the person who reads it."""

from __future__ import annotations

from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.accounts.rules import email_key
from marketplace.foundation.actor import Actor, NotFound, Refused, Role, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, locked, transaction
from marketplace.foundation.ids import hash_secret, new_id
from marketplace.foundation.journal import record
from marketplace.foundation.text import nfc
from marketplace.foundation.upsert import insert_new
from marketplace.organisations import policies, queries
from marketplace.organisations.facts import InvitationWithdrawn, MemberInvited
from marketplace.organisations.models import Invitation, Organisation
from marketplace.organisations.rules import INVITATION_LIFE, OPEN_INVITATIONS
from marketplace.organisations.services.members import let_in


def invite(actor: Actor, organisation_id: str, email: str, role: Role, language: str) -> str:
    """Offer a place; the mail follows. Raises Refused `already_member`, `already_invited`, `too_many_open`."""
    with transaction() as session:
        place = queries.locked_organisation(actor, organisation_id)
        allow(policies.can_manage_members(actor, place) and actor.is_signed_in)
        _refuse_members(place, email_key(email))
        _make_room(place, email_key(email))
        row_id = new_id()
        values = {
            "id": row_id,
            "organisation_id": place.id,
            "email": nfc(email),
            "email_key": email_key(email),
            "open_key": f"{place.id}:{hash_secret(email_key(email))}",
            "role": role.value,
            "language": language,
            "invited_by": actor.person_id,
            "state": "open",
            "created_at": now(),
            "expires_at": now() + INVITATION_LIFE,
        }
        if not insert_new(session, Invitation, values):
            raise Refused("organisations.already_invited")
        record(MemberInvited(row_id, place.id, role))
    return row_id


def _refuse_members(place: Organisation, key: str) -> None:
    person = db.session.scalar(select(Person).where(Person.email_key == key))
    if person is not None and queries.membership_of(person.id, place.id) is not None:
        raise Refused("organisations.already_member")


def _make_room(place: Organisation, key: str) -> None:
    """An expired offer to the same address makes way; too many open ones are refused."""
    still_open = select(Invitation).where(Invitation.organisation_id == place.id, Invitation.state == "open")
    expired = locked(still_open.where(Invitation.email_key == key, Invitation.expires_at <= now()))
    for row in db.session.scalars(expired):
        row.state, row.open_key, row.decided_at = "expired", None, now()
    db.session.flush()
    offered = still_open.where(Invitation.expires_at > now())
    if (db.session.scalar(select(func.count()).select_from(offered.subquery())) or 0) >= OPEN_INVITATIONS:
        raise Refused("organisations.too_many_open", limit=OPEN_INVITATIONS)


def withdraw(actor: Actor, invitation_id: str) -> None:
    """Take an open offer back; its link dies."""
    with transaction():
        found = db.session.get(Invitation, invitation_id)
        if found is None:
            raise NotFound
        place = queries.locked_organisation(actor, found.organisation_id)
        if not policies.can_see_members(actor, place):
            raise NotFound
        allow(policies.can_manage_members(actor, place))
        row = db.session.scalars(locked(select(Invitation).where(Invitation.id == invitation_id))).one()
        if row.state != "open":
            raise Refused("organisations.already_decided")
        row.state, row.open_key, row.decided_at = "withdrawn", None, now()
        record(InvitationWithdrawn(row.id, place.id))


def accept_invitation(actor: Actor, invitation_id: str) -> str:
    """Take the place; gives the organisation's id. Once, however often the button is pressed.

    The person's verified address is the proof; no link in a mail carries a right.
    """
    with transaction() as session:
        found = queries.own_invitation(actor, invitation_id)
        place = session.scalars(locked(select(Organisation).where(Organisation.id == found.organisation_id))).one()
        row = session.scalars(locked(select(Invitation).where(Invitation.id == found.id))).one()
        if row.state != "open" or row.expires_at <= now():
            raise Refused("organisations.invitation_over")
        row.state, row.open_key, row.decided_at = "accepted", None, now()
        let_in(place, str(actor.person_id), Role(row.role), "invitation")
    return place.id
