"""Invented organisations of every kind, their people, and actors as a sign-in would make them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from marketplace.accounts.models import Person
from marketplace.foundation.actor import SYSTEM, Actor, Power, Role
from marketplace.foundation.clock import now
from marketplace.foundation.text import Localised
from marketplace.organisations import services
from marketplace.organisations.models import Organisation, Unit
from marketplace.organisations.queries import organisations_by_id
from marketplace.organisations.rules import Kind
from tests.factories.accounts import a_person

_numbers = count(1)


def an_organisation(
    kind: str = Kind.ENTERPRISE, name: str | None = None, country: str | None = "VN", code: str | None = None
) -> Organisation:
    """A party of any kind, without people."""
    shown = name or f"Demo {kind.replace('_', ' ').title()} {next(_numbers)}"
    new = services.NewOrganisation(kind, Localised(vi=shown, en=shown), country, code, is_demo=True)
    return services.create_organisation(SYSTEM, new)


def an_enterprise(name: str | None = None, code: str | None = None) -> Organisation:
    """A Vietnamese enterprise."""
    return an_organisation(Kind.ENTERPRISE, name, "VN", code)


def an_investor(name: str | None = None, country: str = "SG") -> Organisation:
    """An investor from abroad."""
    return an_organisation(Kind.INVESTOR, name, country)


def a_ministry(name: str | None = None) -> Organisation:
    """A ministry's organisation, without units."""
    return an_organisation(Kind.MINISTRY_UNIT, name or f"Demo Ministry {next(_numbers)}")


def a_unit(organisation: Organisation, powers: Iterable[Power] = tuple(Power), provinces: Iterable[str] = ()) -> Unit:
    """A unit whose members may be given these powers."""
    name = f"Demo Unit {next(_numbers)}"
    return services.open_unit(SYSTEM, organisation.id, Localised(vi=name, en=name), powers=powers, provinces=provinces)


def a_ministry_unit(powers: Iterable[Power] = tuple(Power)) -> Unit:
    """A unit of a new ministry organisation, with every power unless told otherwise."""
    return a_unit(a_ministry(), powers)


def a_focal_point(*provinces: str) -> Unit:
    """A province's reviewing unit with these provinces (official codes) as its jurisdiction."""
    return a_unit(an_organisation(Kind.PROVINCE, "Demo Province"), (Power.REVIEW,), provinces)


def a_member(organisation: Organisation, role: Role = Role.ADMIN, person: Person | None = None) -> Person:
    """A person who belongs to an organisation."""
    member = person or a_person()
    services.add_member(SYSTEM, organisation.id, member.id, role)
    return member


def an_actor(organisation: Organisation, role: Role = Role.ADMIN, person: Person | None = None) -> Actor:
    """Somebody who acts for an organisation now, as a member."""
    member = a_member(organisation, role, person)
    return Actor(
        person_id=member.id,
        organisation_id=organisation.id,
        organisation_kind=organisation.kind,
        role=role,
        signed_in_at=now(),
        strength="password",
    )


def a_staff_actor(unit: Unit, powers: Iterable[Power] = tuple(Power), person: Person | None = None) -> Actor:
    """An officer of a unit with these powers, as far as the unit has them."""
    given = frozenset(powers) & frozenset(Power(power) for power in unit.powers)
    officer = person or a_person()
    membership_id = services.add_member(SYSTEM, unit.organisation_id, officer.id, Role.EDITOR)
    services.place_member(SYSTEM, membership_id, unit.id, given)
    return Actor(
        person_id=officer.id,
        organisation_id=unit.organisation_id,
        organisation_kind=organisations_by_id([unit.organisation_id])[unit.organisation_id].kind,
        role=Role.EDITOR,
        unit_id=unit.id,
        powers=given,
        signed_in_at=now(),
        strength="password",
    )


def a_stranger() -> Actor:
    """Somebody who acts for an organisation that has nothing to do with the matter."""
    return an_actor(an_enterprise())


def signed_in_as(person: Person) -> Actor:
    """A person who is signed in and acts for nobody."""
    return Actor(person_id=person.id, signed_in_at=now(), strength="password")
