"""A person asks for a place in an organisation, and somebody there answers."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.foundation.actor import Actor, NotFound, Refused, Role, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, locked, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.upsert import insert_new
from marketplace.organisations import policies, queries
from marketplace.organisations.facts import JoinAsked, JoinDecided
from marketplace.organisations.models import JoinRequest, Membership, Organisation
from marketplace.organisations.rules import STAFF_KINDS
from marketplace.organisations.services.members import let_in


def ask_to_join(actor: Actor, enterprise_code: str | None) -> None:
    """Ask the organisation with this code for a place. The answer is the same whether there is one or not."""
    place = queries.found_by_code(enterprise_code) if enterprise_code else None
    with transaction() as session:
        allow(actor.is_signed_in)
        if place is None or place.kind in STAFF_KINDS or queries.membership_of(str(actor.person_id), place.id):
            return
        row_id = new_id()
        values = {
            "id": row_id,
            "organisation_id": place.id,
            "person_id": actor.person_id,
            "open_key": f"{place.id}:{actor.person_id}",
            "state": "open",
            "created_at": now(),
        }
        if insert_new(session, JoinRequest, values):
            record(JoinAsked(row_id, place.id))


def decide_join(actor: Actor, request_id: str, *, accept: bool) -> None:
    """Answer a request; the first who joins an organisation without people becomes its administrator."""
    with transaction() as session:
        place, request = _locked(actor, request_id)
        allow(policies.can_decide_join(actor, place, request))
        if request.state != "open":
            raise Refused("organisations.already_decided")
        request.state = "accepted" if accept else "declined"
        request.open_key, request.decided_at, request.decided_by = None, now(), actor.person_id
        if accept:
            first = not _has_people(place)
            let_in(place, request.person_id, Role.ADMIN if first else Role.VIEWER, "request")
        session.flush()
        record(JoinDecided(request.id, place.id, request.state))


def _locked(actor: Actor, request_id: str) -> tuple[Organisation, JoinRequest]:
    """The request and its organisation, both locked; NotFound for all but those who may decide it."""
    found = db.session.get(JoinRequest, request_id)
    if found is None:
        raise NotFound
    place = db.session.scalar(locked(select(Organisation).where(Organisation.id == found.organisation_id)))
    request = db.session.scalar(locked(select(JoinRequest).where(JoinRequest.id == request_id)))
    if place is None or request is None:
        raise NotFound
    reviewing = not policies.can_manage_members(actor, place)
    if not policies.can_decide_join(actor, place, request) or (reviewing and _has_people(place)):
        raise NotFound
    return place, request


def _has_people(place: Organisation) -> bool:
    return db.session.scalar(select(Membership.id).where(Membership.organisation_id == place.id).limit(1)) is not None
