"""Members come, change their role and go; every organisation with people keeps one administrator."""

from __future__ import annotations

from sqlalchemy import func, select

from marketplace.accounts.services import end_sessions_for
from marketplace.foundation.actor import Actor, Refused, Role, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.upsert import insert_new
from marketplace.foundation.versions import expect, touch
from marketplace.organisations import policies, queries
from marketplace.organisations.facts import MemberJoined, MemberRemoved, MemberRoleChanged
from marketplace.organisations.models import Membership, Organisation


def add_member(actor: Actor, organisation_id: str, person_id: str, role: Role) -> str:
    """An operator puts a person into an organisation; gives the membership's id."""
    with transaction():
        place = queries.locked_organisation(actor, organisation_id)
        allow(policies.can_appoint(actor))
        return let_in(place, person_id, role, "appointed")


def let_in(place: Organisation, person_id: str, role: Role, way: str) -> str:
    """One person in one organisation once, however many doors are used; inside the caller's transaction."""
    values: dict[str, object] = {
        "id": new_id(),
        "person_id": person_id,
        "organisation_id": place.id,
        "role": role.value,
        "powers": [],
        "created_at": now(),
        "version": 1,
    }
    if not insert_new(db.session(), Membership, values):
        raise Refused("organisations.already_member")
    touch(place)
    record(MemberJoined(place.id, str(values["id"]), person_id, role, way))
    return str(values["id"])


def change_role(actor: Actor, membership_id: str, role: Role, version: int | None = None) -> None:
    """A member's role changes; its sessions for this organisation end at once."""
    with transaction():
        place, row = queries.locked_membership(actor, membership_id)
        allow(policies.can_manage_members(actor, place))
        expect(row, version)
        if row.role == role:
            return
        if row.role == Role.ADMIN:
            _keep_an_admin(place, row)
        before, row.role = row.role, role.value
        touch(row)
        touch(place)
        end_sessions_for(row.person_id, place.id)
        record(MemberRoleChanged(place.id, row.person_id, before, role))


def remove_member(actor: Actor, membership_id: str) -> None:
    """A member leaves or is removed; nothing of its rights is left in the next request."""
    with transaction() as session:
        place, row = queries.locked_membership(actor, membership_id)
        allow(policies.can_remove(actor, place, row))
        if row.role == Role.ADMIN:
            _keep_an_admin(place, row)
        session.delete(row)
        touch(place)
        end_sessions_for(row.person_id, place.id)
        record(MemberRemoved(place.id, row.person_id))


def _keep_an_admin(place: Organisation, leaving: Membership) -> None:
    """Counted under the organisation's lock, so that two administrators cannot both be the last but one."""
    others = select(func.count(Membership.id)).where(
        Membership.organisation_id == place.id, Membership.role == Role.ADMIN, Membership.id != leaving.id
    )
    if not db.session.scalar(others):
        raise Refused("organisations.last_admin")
