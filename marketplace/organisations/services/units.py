"""Units with their powers and provinces, and who works in them with which power."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from marketplace.accounts.services import end_sessions_for
from marketplace.foundation.actor import Actor, NotFound, Power, Refused, allow
from marketplace.foundation.database import locked, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.text import Localised, sort_key
from marketplace.foundation.versions import touch
from marketplace.organisations import policies, queries
from marketplace.organisations.facts import MemberPlaced, UnitChanged, UnitOpened
from marketplace.organisations.models import Membership, Unit
from marketplace.organisations.rules import STAFF_KINDS


def open_unit(
    actor: Actor,
    organisation_id: str,
    name: Localised,
    *,
    powers: Iterable[Power] = (),
    provinces: Iterable[str] = (),
) -> Unit:
    """A part of a staff body, with the most that its members may be given."""
    with transaction() as session:
        place = queries.locked_organisation(actor, organisation_id)
        allow(policies.can_change_unit(actor))
        if place.kind not in STAFF_KINDS:
            raise Refused("organisations.no_powers_here")
        row = Unit(
            id=new_id(),
            organisation_id=place.id,
            name=name.normalised(),
            sort_key=sort_key(name.best("vi")),
            powers=_sorted(powers),
            provinces=sorted(set(provinces)),
        )
        session.add(row)
        touch(place)
        session.flush()
        record(UnitOpened(row.id, place.id, tuple(row.provinces), tuple(row.powers)))
    return row


def change_unit(actor: Actor, unit_id: str, *, powers: Iterable[Power], provinces: Iterable[str]) -> None:
    """What a unit may do and answers for; sessions of its members end, so that nothing outlives the change."""
    with transaction() as session:
        row = session.scalar(locked(select(Unit).where(Unit.id == unit_id)))
        if row is None or not actor.is_staff:
            raise NotFound
        allow(policies.can_change_unit(actor, row))
        before = (tuple(row.provinces), tuple(row.powers))
        row.powers, row.provinces = _sorted(powers), sorted(set(provinces))
        touch(row)
        for person_id in session.scalars(select(Membership.person_id).where(Membership.unit_id == row.id)):
            end_sessions_for(person_id, row.organisation_id)
        record(UnitChanged(row.id, before[0], tuple(row.provinces), before[1], tuple(row.powers)))


def place_member(actor: Actor, membership_id: str, unit_id: str | None, powers: Iterable[Power] = ()) -> None:
    """A member works in this unit with these powers; no more than the unit has. Its sessions end."""
    with transaction() as session:
        place, row = queries.locked_membership(actor, membership_id)
        allow(policies.can_appoint(actor, row))
        unit = session.get(Unit, unit_id) if unit_id else None
        if unit_id and (unit is None or unit.organisation_id != place.id):
            raise NotFound
        given = _sorted(powers)
        if not set(given) <= set(unit.powers if unit is not None else ()):
            raise Refused("organisations.more_than_unit")
        before = (row.unit_id, tuple(row.powers))
        row.unit_id, row.powers = unit_id, given
        touch(row)
        touch(place)
        end_sessions_for(row.person_id, place.id)
        record(MemberPlaced(place.id, row.person_id, before[0], unit_id, before[1], tuple(given)))


def _sorted(powers: Iterable[Power]) -> list[str]:
    return sorted({Power(power).value for power in powers})
