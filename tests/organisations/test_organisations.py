"""Parties of every kind: founding, codes, names, groups, circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.foundation.actor import ANONYMOUS, SYSTEM, Actor, NotAllowed, NotFound, Power, Refused, Role
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.once import Repeated
from marketplace.foundation.text import Localised
from marketplace.organisations import policies, queries, services
from marketplace.organisations.models import Membership, Organisation
from marketplace.organisations.rules import (
    ORGANISATIONS_PER_PERSON,
    SELF_SERVICE_KINDS,
    STAFF_KINDS,
    Kind,
    powers_held,
)
from tests.factories.accounts import a_person
from tests.factories.organisations import (
    a_focal_point,
    a_ministry_unit,
    a_staff_actor,
    a_stranger,
    an_actor,
    an_enterprise,
    an_investor,
    an_organisation,
    signed_in_as,
)

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

CODE = "0100112437"
NAME = Localised(vi="Công ty Demo", en="Demo Company")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (CODE, CODE),
        ("0100 112 437", CODE),
        ("0100-112-437", CODE),
        (" 0100112437 ", CODE),
        ("0100112437-001", "0100112437001"),
        ("", None),
        ("   ", None),
        (None, None),
    ],
)
def test_codes_are_stored_bare(text: str | None, stored: str | None) -> None:
    assert services.clean_code(text) == stored


@pytest.mark.parametrize("text", ["0100112438", "123", "0100112437-00", "abcdefghij", "٠١٠٠١١٢٤٣٧", "0" * 40])
def test_codes_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="bad_code"):
        services.clean_code(text)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_opened_by_the_system(database: SQLAlchemy, kind: Kind) -> None:
    assert an_organisation(kind).kind == kind


def test_who_may_create_what() -> None:
    person = signed_in_as_nobody()
    importer = staff(Power.IMPORT)
    for kind in Kind:
        assert policies.can_create(SYSTEM, kind)
        assert policies.can_create(staff(Power.OPERATE), kind)
        assert not policies.can_create(ANONYMOUS, kind)
        assert policies.can_create(person, kind) == (kind in SELF_SERVICE_KINDS)
        assert policies.can_create(importer, kind) == (kind not in STAFF_KINDS)


def signed_in_as_nobody() -> Actor:
    return Actor(person_id="p")


def staff(*powers: Power) -> Actor:
    return Actor(person_id="s", organisation_id="m", role=Role.VIEWER, powers=frozenset(powers))


def test_powers_in_force_are_those_of_member_and_unit_together() -> None:
    assert powers_held(["propose", "confirm"], ["confirm", "review"], Kind.MINISTRY_UNIT) == {"confirm"}
    assert powers_held(["propose"], ["propose"], Kind.ENTERPRISE) == frozenset()
    assert powers_held(["propose"], [], Kind.MINISTRY_UNIT) == frozenset()


def test_a_founder_becomes_administrator_once_for_one_form(database: SQLAlchemy) -> None:
    founder, once = signed_in_as(a_person()), new_id()
    new = services.NewOrganisation(Kind.ENTERPRISE, NAME, "vn", "0100 112 437")
    made = services.found_organisation(founder, new, once)
    assert (made.country, made.enterprise_code) == ("VN", CODE)
    with pytest.raises(Repeated) as again:
        services.found_organisation(founder, new, once)
    assert again.value.result_id == made.id
    member = queries.membership_of(str(founder.person_id), made.id)
    assert member is not None
    assert member.role == Role.ADMIN
    assert db.session.scalar(select(func.count(Organisation.id))) == 1


def test_nobody_founds_a_ministry(database: SQLAlchemy) -> None:
    founder = signed_in_as(a_person())
    for kind in (Kind.MINISTRY_UNIT, Kind.PROVINCE, Kind.PARK, Kind.OVERSEAS_OFFICE):
        with pytest.raises(NotAllowed):
            services.found_organisation(founder, services.NewOrganisation(kind, NAME), new_id())


def test_a_code_belongs_to_one_party(database: SQLAlchemy) -> None:
    an_enterprise(code=CODE)
    with pytest.raises(Refused, match="code_taken"):
        an_enterprise(code="0100-112-437")
    other = an_enterprise()
    with pytest.raises(Refused, match="code_taken"):
        services.set_enterprise_code(an_actor(other), other.id, CODE)
    many = [services.NewOrganisation(Kind.ENTERPRISE, NAME, "VN", CODE[:9] + "7")] * 2
    with pytest.raises(Refused, match="code_taken"):
        services.create_organisations(SYSTEM, many)


def test_a_person_founds_only_so_many(database: SQLAlchemy) -> None:
    founder = signed_in_as(a_person())
    for _each in range(ORGANISATIONS_PER_PERSON):
        services.found_organisation(founder, services.NewOrganisation(Kind.INVESTOR, NAME, "SG"), new_id())
    with pytest.raises(Refused, match="too_many"):
        services.found_organisation(founder, services.NewOrganisation(Kind.INVESTOR, NAME, "SG"), new_id())


def test_many_at_once_leave_one_fact_without_names(database: SQLAlchemy) -> None:
    made = services.create_organisations(SYSTEM, [services.NewOrganisation(Kind.INVESTOR, NAME)] * 5)
    fact = db.session.scalars(select(Fact).where(Fact.name == "organisations.organisations_created")).one()
    assert fact.values == {"organisation_ids": made}


def test_a_new_name_is_found_and_sorted_anew(database: SQLAlchemy) -> None:
    place = an_enterprise()
    services.rename(an_actor(place, Role.EDITOR), place.id, Localised(vi="  Đầu tư Demo ", en="Demo Invest"), 2)
    db.session.expire_all()
    row = db.session.get_one(Organisation, place.id)
    assert (row.name.vi, row.folded_name, row.version) == ("Đầu tư Demo", "dau tu demo / demo invest", 3)
    with pytest.raises(NotAllowed):
        services.rename(an_actor(place, Role.VIEWER), place.id, NAME)
    with pytest.raises(NotFound):
        services.rename(a_stranger(), place.id, NAME)


def test_groups_grow_together(database: SQLAlchemy) -> None:
    first, second, third, fourth = (an_enterprise() for _ in range(4))
    assert queries.same_group(first.id, first.id)
    assert not queries.same_group(first.id, second.id)
    services.group(SYSTEM, [first.id, second.id])
    services.group(SYSTEM, [third.id, fourth.id])
    assert queries.same_group(first.id, second.id)
    assert not queries.same_group(first.id, third.id)
    services.group(SYSTEM, [second.id, third.id])
    assert queries.same_group(first.id, fourth.id)
    services.ungroup(a_staff_actor(a_ministry_unit(), (Power.REVIEW,)), first.id)
    assert not queries.same_group(first.id, second.id)
    assert queries.same_group(second.id, fourth.id)
    with pytest.raises(NotFound):
        services.group(SYSTEM, [first.id, "0" * 26])
    with pytest.raises(NotAllowed):
        services.group(an_actor(first), [first.id, second.id])


def test_a_circle_holds_organisations_or_single_people(database: SQLAlchemy) -> None:
    enterprise, investor = an_enterprise(), an_investor()
    inside, partner, adviser = an_actor(enterprise), an_actor(investor), an_actor(an_investor())
    colleague = an_actor(next(iter(queries.organisations_by_id([str(adviser.organisation_id)]).values())))
    officer, stranger = a_staff_actor(a_ministry_unit()), a_stranger()
    circle = services.open_audience("deal", [enterprise.id, investor.id])
    services.add_to_audience(circle, str(adviser.organisation_id), adviser.person_id)
    services.add_to_audience(circle, str(adviser.organisation_id), adviser.person_id)
    seen = {
        name: queries.is_inside(actor, circle)
        for name, actor in {
            "inside": inside,
            "partner": partner,
            "adviser": adviser,
            "colleague": colleague,
            "officer": officer,
            "stranger": stranger,
            "anonymous": ANONYMOUS,
            "person": signed_in_as(a_person()),
            "system": SYSTEM,
        }.items()
    }
    allowed = {"inside", "partner", "adviser", "system"}
    assert {name for name, is_in in seen.items() if is_in} == allowed
    services.remove_from_audience(circle, investor.id)
    services.remove_from_audience(circle, str(adviser.organisation_id), adviser.person_id)
    assert not queries.is_inside(partner, circle)
    assert not queries.is_inside(adviser, circle)
    assert queries.audience_organisations(circle) == [enterprise.id]


def test_a_focal_point_has_its_provinces(database: SQLAlchemy) -> None:
    unit = a_focal_point("79", "01")
    assert unit.provinces == ["01", "79"]
    officer = a_staff_actor(unit, (Power.REVIEW, Power.CONFIRM))
    assert officer.powers == {Power.REVIEW}
    assert officer.organisation_kind == Kind.PROVINCE


def test_a_person_is_a_member_once(database: SQLAlchemy) -> None:
    place, person = an_enterprise(), a_person()
    services.add_member(SYSTEM, place.id, person.id, Role.ADMIN)
    with pytest.raises(Refused, match="already_member"):
        services.add_member(SYSTEM, place.id, person.id, Role.VIEWER)
    assert db.session.scalar(select(func.count(Membership.id))) == 1
