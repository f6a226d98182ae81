"""Who may do what to an organisation: plain questions about an actor and a row."""

from marketplace.foundation.actor import SYSTEM, Actor, Power, Role
from marketplace.organisations.models import JoinRequest, Membership, Organisation, Unit
from marketplace.organisations.rules import SELF_SERVICE_KINDS, STAFF_KINDS


def can_create(actor: Actor, kind: str) -> bool:
    """A person founds ordinary parties; an import brings those and others; staff bodies need an operator."""
    if actor.has(Power.OPERATE):
        return True
    if kind in STAFF_KINDS:
        return False
    return actor.has(Power.IMPORT) or (actor.is_signed_in and kind in SELF_SERVICE_KINDS)


def can_see(actor: Actor, organisation: Organisation) -> bool:
    """Its own people, and staff."""
    return actor.is_staff or actor.acts_for(organisation.id)


def can_rename(actor: Actor, organisation: Organisation) -> bool:
    """Those who may edit for it; an import may for parties that others do not yet run."""
    return actor.has(Power.IMPORT) or (actor.acts_for(organisation.id) and actor.can_edit)


def can_see_members(actor: Actor, organisation: Organisation) -> bool:
    """Its own people; an operator."""
    return actor.acts_for(organisation.id) or actor.has(Power.OPERATE)


def can_manage_members(actor: Actor, organisation: Organisation) -> bool:
    """Its administrators; an operator."""
    return (actor.acts_for(organisation.id) and actor.role is Role.ADMIN) or actor.has(Power.OPERATE)


def can_decide_join(actor: Actor, organisation: Organisation, request: JoinRequest) -> bool:
    """Its administrators, and reviewing staff for a party that nobody runs yet; nobody for himself."""
    if actor.person_id == request.person_id:
        return False
    return can_manage_members(actor, organisation) or actor.has(Power.REVIEW)


def can_remove(actor: Actor, organisation: Organisation, membership: Membership) -> bool:
    """Whoever manages members, and every member itself."""
    if actor.acts_for(organisation.id) and actor.person_id == membership.person_id:
        return True
    return can_manage_members(actor, organisation)


def can_appoint(actor: Actor, membership: Membership | None = None) -> bool:
    """Powers are given by an operator, never to oneself."""
    return actor.has(Power.OPERATE) and (
        actor is SYSTEM or membership is None or membership.person_id != actor.person_id
    )


def can_change_unit(actor: Actor, unit: Unit | None = None) -> bool:
    """An operator, never for the own unit."""
    return actor.has(Power.OPERATE) and (actor is SYSTEM or unit is None or unit.id != actor.unit_id)


def can_group(actor: Actor) -> bool:
    """Corporate control is a statement of the ministry or of an import."""
    return actor.has(Power.REVIEW) or actor.has(Power.IMPORT)
