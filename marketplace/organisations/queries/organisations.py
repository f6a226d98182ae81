"""Organisations, units and groups, as far as the person asking may see them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import db, locked
from marketplace.foundation.text import folded_key
from marketplace.organisations import policies
from marketplace.organisations.models import Organisation, Unit


def organisation(actor: Actor, organisation_id: str) -> Organisation:
    """One organisation for its own people and for staff; NotFound for strangers."""
    return _seen(actor, db.session.get(Organisation, organisation_id))


def locked_organisation(actor: Actor, organisation_id: str) -> Organisation:
    """The same, locked: everything about its members is decided under this lock."""
    return _seen(actor, db.session.scalar(locked(select(Organisation).where(Organisation.id == organisation_id))))


def _seen(actor: Actor, found: Organisation | None) -> Organisation:
    if found is None or not policies.can_see(actor, found):
        raise NotFound
    return found


def organisations_by_id(ids: Iterable[str]) -> dict[str, Organisation]:
    """Names and kinds for ids that the caller was already allowed to know."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {row.id: row for row in db.session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))}


def found_by_code(enterprise_code: str) -> Organisation | None:
    """The organisation with this enterprise code: for features that bring rows together."""
    return db.session.scalar(select(Organisation).where(Organisation.enterprise_code == enterprise_code))


def same_group(first_id: str, second_id: str) -> bool:
    """Whether two organisations stand under one control; every organisation does with itself."""
    if first_id == second_id:
        return True
    statement = select(Organisation.group_id).where(Organisation.id.in_((first_id, second_id)))
    groups = list(db.session.scalars(statement))
    return len(groups) == 2 and groups[0] is not None and groups[0] == groups[1]


def unit(actor: Actor, unit_id: str) -> Unit:
    """One unit for its organisation's people and for staff; NotFound for strangers."""
    found = db.session.get(Unit, unit_id)
    if found is None or not (actor.is_staff or actor.acts_for(found.organisation_id)):
        raise NotFound
    return found


def units_by_id(ids: Iterable[str]) -> dict[str, Unit]:
    """Units for ids that the caller was already allowed to know."""
    wanted = set(ids)
    return {row.id: row for row in db.session.scalars(select(Unit).where(Unit.id.in_(wanted)))} if wanted else {}


def units_of(actor: Actor, organisation_id: str) -> list[Unit]:
    """The units of an organisation that the actor may see, by name."""
    organisation(actor, organisation_id)
    statement = select(Unit).where(Unit.organisation_id == organisation_id).order_by(Unit.sort_key, Unit.id)
    return list(db.session.scalars(statement))


def staff_body_named(actor: Actor, name: str) -> Organisation | None:
    """The ministry body of this name, for operators who appoint its officers."""
    if not actor.is_staff:
        raise NotFound
    wanted = (Organisation.kind == "ministry_unit", Organisation.folded_name == folded_key(name))
    return db.session.scalars(select(Organisation).where(*wanted).order_by(Organisation.id)).first()


def unit_named(actor: Actor, organisation_id: str, name: str) -> Unit | None:
    """The unit of this name inside a body."""
    key = folded_key(name)
    return next((row for row in units_of(actor, organisation_id) if folded_key(row.name.best("vi")) == key), None)
