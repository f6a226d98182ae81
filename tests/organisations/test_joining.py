"""Invitations and requests: a place is given by those who may, to the person it was meant for, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.foundation.actor import NotAllowed, NotFound, Power, Refused, Role
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.organisations import queries, services
from marketplace.organisations.models import Invitation, JoinRequest
from tests.factories.accounts import a_person
from tests.factories.organisations import (
    a_focal_point,
    a_ministry_unit,
    a_staff_actor,
    an_actor,
    an_enterprise,
    signed_in_as,
)

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

CODE = "0100112437"


def test_the_invited_address_takes_the_place(database: SQLAlchemy) -> None:
    place = an_enterprise()
    boss, guest = an_actor(place), a_person("guest@demo.example")
    row_id = services.invite(boss, place.id, "Guest@Demo.example", Role.EDITOR, "vi")
    assert [row.id for row, _ in queries.own_invitations(signed_in_as(guest))] == [row_id]
    with pytest.raises(NotFound):
        services.accept_invitation(signed_in_as(a_person()), row_id)
    with pytest.raises(NotFound):
        services.accept_invitation(boss, row_id)
    assert services.accept_invitation(signed_in_as(guest), row_id) == place.id
    member = queries.membership_of(guest.id, place.id)
    assert member is not None
    assert member.role == Role.EDITOR
    with pytest.raises(Refused, match="invitation_over"):
        services.accept_invitation(signed_in_as(guest), row_id)


def test_an_address_has_one_open_invitation(database: SQLAlchemy) -> None:
    place = an_enterprise()
    boss = an_actor(place)
    first = services.invite(boss, place.id, "guest@demo.example", Role.VIEWER, "vi")
    with pytest.raises(Refused, match="already_invited"):
        services.invite(boss, place.id, "GUEST@demo.example", Role.ADMIN, "vi")
    services.withdraw(boss, first)
    services.invite(boss, place.id, "guest@demo.example", Role.ADMIN, "vi")
    with pytest.raises(Refused, match="already_decided"):
        services.withdraw(boss, first)


def test_a_withdrawn_or_old_invitation_gives_nothing(database: SQLAlchemy) -> None:
    place = an_enterprise()
    boss, guest = an_actor(place), signed_in_as(a_person("guest@demo.example"))
    first = services.invite(boss, place.id, "guest@demo.example", Role.VIEWER, "vi")
    services.withdraw(boss, first)
    with pytest.raises(Refused, match="invitation_over"):
        services.accept_invitation(guest, first)
    second = services.invite(boss, place.id, "guest@demo.example", Role.VIEWER, "vi")
    with time_machine.travel(now() + timedelta(days=7, seconds=1), tick=False):
        with pytest.raises(Refused, match="invitation_over"):
            services.accept_invitation(guest, second)
        third = services.invite(boss, place.id, "guest@demo.example", Role.VIEWER, "vi")
        assert services.accept_invitation(guest, third) == place.id


def test_a_member_is_not_invited_again(database: SQLAlchemy) -> None:
    place = an_enterprise()
    boss = an_actor(place)
    an_actor(place, Role.VIEWER, a_person("member@demo.example"))
    with pytest.raises(Refused, match="already_member"):
        services.invite(boss, place.id, "Member@demo.example", Role.ADMIN, "vi")


def test_asking_is_silent_about_what_is_here(database: SQLAlchemy) -> None:
    an_enterprise(code=CODE)
    person = signed_in_as(a_person())
    services.ask_to_join(person, CODE)
    services.ask_to_join(person, CODE)
    services.ask_to_join(person, "0300588569")
    services.ask_to_join(person, None)
    assert len(db.session.scalars(select(JoinRequest)).all()) == 1
    assert len(queries.own_joins(person)) == 1


def test_administrators_decide_and_newcomers_begin_as_readers(database: SQLAlchemy) -> None:
    place = an_enterprise(code=CODE)
    boss, editor = an_actor(place), an_actor(place, Role.EDITOR)
    person = signed_in_as(a_person())
    services.ask_to_join(person, CODE)
    (asking,) = queries.joins_to_decide(boss)
    assert queries.joins_to_decide(editor) == []
    for actor in (editor, person, an_actor(an_enterprise()), a_staff_actor(a_ministry_unit(), (Power.REVIEW,))):
        with pytest.raises(NotFound):
            services.decide_join(actor, asking.request_id, accept=True)
    services.decide_join(boss, asking.request_id, accept=True)
    member = queries.membership_of(str(person.person_id), place.id)
    assert member is not None
    assert member.role == Role.VIEWER
    with pytest.raises(Refused, match="already_decided"):
        services.decide_join(boss, asking.request_id, accept=False)


def test_reviewers_give_a_party_without_people_its_first_administrator(database: SQLAlchemy) -> None:
    place = an_enterprise(code=CODE)
    first, second = signed_in_as(a_person()), signed_in_as(a_person())
    reviewer = a_staff_actor(a_ministry_unit(), (Power.REVIEW,))
    for person in (first, second):
        services.ask_to_join(person, CODE)
    one, two = queries.joins_to_decide(reviewer)
    services.decide_join(reviewer, one.request_id, accept=True)
    member = queries.membership_of(str(first.person_id), place.id)
    assert member is not None
    assert member.role == Role.ADMIN
    assert queries.joins_to_decide(reviewer) == []
    with pytest.raises(NotFound):
        services.decide_join(reviewer, two.request_id, accept=True)


def test_a_declined_person_may_ask_again(database: SQLAlchemy) -> None:
    boss = an_actor(an_enterprise(code=CODE))
    person = signed_in_as(a_person())
    services.ask_to_join(person, CODE)
    services.decide_join(boss, queries.joins_to_decide(boss)[0].request_id, accept=False)
    services.ask_to_join(person, CODE)
    assert len(queries.joins_to_decide(boss)) == 1


def test_staff_bodies_are_not_joined_by_asking(database: SQLAlchemy) -> None:
    a_focal_point("01")
    with pytest.raises(NotAllowed):
        services.invite(
            a_staff_actor(a_ministry_unit(), (Power.REVIEW,)),
            an_enterprise().id,
            "x@demo.example",
            Role.ADMIN,
            "vi",
        )


def test_the_database_keeps_the_address_only_in_its_row(database: SQLAlchemy) -> None:
    place = an_enterprise()
    services.invite(an_actor(place), place.id, "guest@demo.example", Role.VIEWER, "vi")
    row = db.session.scalars(select(Invitation)).one()
    assert "guest" not in str(row.open_key)
