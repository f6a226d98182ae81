"""Pages of organisations: one way through, strangers see nothing, and forms say no more than their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.foundation.actor import SYSTEM, Actor, Power, Role
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.relay import drain
from marketplace.notifications.models import Delivery
from marketplace.organisations import queries, services
from marketplace.organisations.models import Invitation, Membership, Organisation
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import (
    a_member,
    a_ministry_unit,
    a_staff_actor,
    an_actor,
    an_enterprise,
    an_investor,
)

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient

CODE = "0100112437"
FOUNDING = {
    "kind": "enterprise",
    "name": "Công ty Demo Cảm biến",
    "other_name": "Demo Sensors",
    "country": "VN",
    "enterprise_code": "0100 112 437",
}


def role_in(place: Organisation, person_id: str) -> str | None:
    db.session.commit()
    db.session.expire_all()
    row = queries.membership_of(person_id, place.id)
    return row.role if row else None


def membership_id(place: Organisation, person_id: str) -> str:
    row = queries.membership_of(person_id, place.id)
    assert row is not None
    return row.id


def test_a_new_person_founds_an_organisation_and_acts_for_it(client: PageClient) -> None:
    person = a_person()
    sign_in_as(client, person)
    assert client.get("/workspace/start").location == "/workspace/organisation/choose"
    assert client.get("/workspace/organisation/choose").status_code == 200
    assert client.get("/workspace/organisation").status_code == 302
    assert client.get("/workspace/organisation/new").status_code == 200
    once = new_id()
    for _send in range(2):
        answer = client.post("/workspace/organisation/new", data={**FOUNDING, "once": once})
        assert (answer.status_code, answer.location) == (303, "/workspace/start")
    place = db.session.scalars(select(Organisation)).one()
    assert (place.name.vi, place.name.en, place.enterprise_code) == ("Công ty Demo Cảm biến", "Demo Sensors", CODE)
    shown = client.get("/workspace/organisation")
    assert shown.status_code == 200
    assert "Công ty Demo Cảm biến" in shown.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Nhập tên doanh nghiệp theo giấy đăng ký"),
        ({"enterprise_code": "0100112438"}, "Mã số thuế gồm 10 hoặc 13 chữ số"),
        ({"kind": "ministry_unit"}, "Công ty Demo Cảm biến"),
        ({"country": "XX"}, "Công ty Demo Cảm biến"),
    ],
)
def test_a_faulty_founding_says_what_to_do_and_keeps_what_was_typed(
    client: PageClient, changed: dict[str, str], said: str
) -> None:
    sign_in_as(client, a_person())
    answer = client.post("/workspace/organisation/new", data={**FOUNDING, **changed})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Demo Sensors" in answer.text
    assert db.session.scalar(select(func.count(Organisation.id))) == 0


def test_a_taken_code_is_said_at_its_field(client: PageClient) -> None:
    an_enterprise(code=CODE)
    sign_in_as(client, a_person())
    answer = client.post("/workspace/organisation/new", data=FOUNDING)
    assert answer.status_code == 422
    assert "Hãy xin tham gia tổ chức đó" in answer.text


def test_nothing_but_the_forms_own_fields_is_read(client: PageClient) -> None:
    person = a_person()
    sign_in_as(client, person)
    more = {"role": "admin", "powers": "operate", "group_id": "0" * 26, "is_demo": "1", "id": "0" * 26, "unit_id": "x"}
    client.post("/workspace/organisation/new", data={**FOUNDING, **more})
    place = db.session.scalars(select(Organisation)).one()
    assert (place.is_demo, place.group_id, place.id == "0" * 26) == (False, None, False)
    assert db.session.scalars(select(Membership)).one().powers == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_no_member_raises_the_own_role(app: Flask, client: PageClient, role: Role) -> None:
    place = an_enterprise()
    boss, person = a_member(place), a_person()
    a_member(place, role, person)
    sign_in_as(client, person)
    own = membership_id(place, person.id)
    for data in ({"role": "admin"}, {"role": "admin", "version": "1", "powers": "operate"}):
        assert client.post(f"/workspace/members/{own}/role", data=data).status_code == 403
    assert client.post(f"/workspace/members/{membership_id(place, boss.id)}/remove").status_code == 403
    assert client.get("/workspace/organisation/invite").status_code == 403
    invited = client.post("/workspace/organisation/invite", data={"email": "x@demo.example", "role": "admin"})
    assert invited.status_code == 403
    assert role_in(place, person.id) == role


def test_no_form_gives_a_role_that_does_not_exist(client: PageClient) -> None:
    place = an_enterprise()
    boss = a_member(place)
    member = a_member(place, Role.VIEWER)
    sign_in_as(client, boss)
    path = f"/workspace/members/{membership_id(place, member.id)}/role"
    assert client.post(path, data={"role": "owner", "version": "1"}).status_code == 422
    assert client.post(path, data={"role": "editor", "version": "1"}).status_code == 303
    assert client.post(path, data={"role": "admin", "version": "1"}).status_code == 409
    assert role_in(place, member.id) == Role.EDITOR


def test_a_stranger_gets_the_same_answer_as_for_nothing(client: PageClient) -> None:
    place = an_enterprise()
    boss = a_member(place)
    own = membership_id(place, boss.id)
    offer = services.invite(_acting(place, boss.id), place.id, "x@demo.example", Role.VIEWER, "vi")
    sign_in_as(client, a_member(an_investor()))
    for there, nothing in (
        (f"/workspace/members/{own}/role", f"/workspace/members/{new_id()}/role"),
        (f"/workspace/members/{own}/remove", f"/workspace/members/{new_id()}/remove"),
    ):
        assert client.get(there).status_code == client.get(nothing).status_code == 404
        data = {"role": "viewer", "version": "1"}
        assert client.post(there, data=data).status_code == client.post(nothing, data=data).status_code == 404
    for action in ("accept", "withdraw"):
        assert client.post(f"/workspace/invitations/{offer}/{action}").status_code == 404
        assert client.post(f"/workspace/invitations/{new_id()}/{action}").status_code == 404
    assert client.post("/workspace/organisation/switch", data={"organisation_id": place.id}).status_code == 404
    assert role_in(place, boss.id) == Role.ADMIN


def _acting(place: Organisation, person_id: str) -> Actor:
    return Actor(person_id=person_id, organisation_id=place.id, role=Role.ADMIN)


def test_an_invitation_from_mail_to_membership(app: Flask, client: PageClient) -> None:
    place, guest = an_enterprise(), a_person("guest@demo.example")
    sign_in_as(client, a_member(place))
    data = {"email": "guest@demo.example", "role": "editor"}
    assert client.post("/workspace/organisation/invite", data=data).status_code == 303
    again = client.post("/workspace/organisation/invite", data=data)
    assert again.status_code == 422
    assert "guest@demo.example" in again.text
    visitor = app.test_client()
    sign_in_as(visitor, guest)
    db.session.commit()
    row = db.session.scalars(select(Invitation)).one()
    assert str(place.name.vi) in visitor.get("/workspace/organisation/choose").text
    assert visitor.post(f"/workspace/invitations/{row.id}/accept").status_code == 303
    assert role_in(place, guest.id) == Role.EDITOR
    assert visitor.get("/workspace/organisation").status_code == 200


def test_rights_end_with_the_next_request(app: Flask, client: PageClient) -> None:
    place = an_enterprise()
    boss, person = a_member(place), a_person()
    row_id = services.add_member(SYSTEM, place.id, person.id, Role.EDITOR)
    sign_in_as(client, boss, place.id)
    member = app.test_client()
    sign_in_as(member, person, place.id)
    assert member.get("/workspace/organisation").status_code == 200
    assert client.post(f"/workspace/members/{row_id}/remove").status_code == 303
    assert "/sign-in" in member.get("/workspace/organisation").location
    sign_in_as(member, person, place.id)
    assert member.get("/workspace/organisation").location == "/workspace/organisation/choose"


def test_switching_is_visible_and_immediate(client: PageClient) -> None:
    person = a_person()
    first, second = an_enterprise("Demo Một"), an_investor("Demo Hai")
    for place in (first, second):
        a_member(place, person=person)
    sign_in_as(client, person, first.id)
    assert "Demo Một" in client.get("/workspace/organisation").text
    assert client.post("/workspace/organisation/switch", data={"organisation_id": second.id}).status_code == 303
    assert "<h1>Demo Hai</h1>" in client.get("/workspace/organisation").text


def test_joining_tells_both_sides(app: Flask, client: PageClient) -> None:
    place, person = an_enterprise(code=CODE), a_person()
    boss = a_member(place)
    sign_in_as(client, person)
    assert client.get("/workspace/organisation/join").status_code == 200
    silent = client.post("/workspace/organisation/join", data={"enterprise_code": "0300588569"})
    asked = client.post("/workspace/organisation/join", data={"enterprise_code": CODE})
    assert (asked.status_code, asked.location) == (silent.status_code, silent.location)
    boss_client = app.test_client()
    sign_in_as(boss_client, boss)
    db.session.commit()
    asking = queries.joins_to_decide(_acting(place, boss.id))[0]
    assert person.email in boss_client.get("/workspace/organisation").text
    data = {"back": "https://evil.example"}
    answer = boss_client.post(f"/workspace/join-requests/{asking.request_id}/accept", data=data)
    assert (answer.status_code, answer.location) == (303, "/workspace/organisation")
    db.session.commit()
    drain(app)
    db.session.commit()
    told = {(row.person_id, row.kind) for row in db.session.scalars(select(Delivery))}
    assert told == {(boss.id, "organisations.join_asked"), (person.id, "organisations.join_accepted")}


def test_reviewers_have_their_own_list(client: PageClient, database: SQLAlchemy) -> None:
    an_enterprise(code=CODE)
    person = a_person()
    services.ask_to_join(Actor(person_id=person.id), CODE)
    officer = a_person()
    a_staff_actor(a_ministry_unit(), (Power.REVIEW,), officer)
    sign_in_as(client, officer)
    assert person.email in client.get("/staff/join-requests").text
    sign_in_as(client, a_member(an_investor()))
    assert client.get("/staff/join-requests").status_code == 404


def test_every_page_opens_in_both_languages(client: PageClient) -> None:
    unit = a_ministry_unit()
    for language in ("vi", "en"):
        officer = a_person(language=language)
        a_staff_actor(unit, tuple(Power), officer)
        sign_in_as(client, officer)
        own = membership_id_of(unit.organisation_id, officer.id)
        for path in (
            "/workspace/organisation",
            "/workspace/organisation/choose",
            "/workspace/organisation/new",
            "/workspace/organisation/join",
            "/workspace/notifications",
            "/workspace/account",
            "/workspace/account/details",
            "/workspace/account/password",
            "/staff/join-requests",
            f"/workspace/members/{own}/remove",
        ):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert f'<html lang="{language}">' in answer.text


def membership_id_of(organisation_id: str, person_id: str) -> str:
    row = queries.membership_of(person_id, organisation_id)
    assert row is not None
    return row.id


def test_the_organisations_page_asks_the_database_as_often_for_many_members(client: PageClient) -> None:
    from sqlalchemy import event  # noqa: PLC0415 - used here only

    counted: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.append(statement)

    place = an_enterprise()
    boss = a_member(place)
    sign_in_as(client, boss)
    event.listen(db.engine, "before_cursor_execute", count)
    numbers = []
    for _round in range(2):
        counted.clear()
        assert client.get("/workspace/organisation").status_code == 200
        numbers.append(len(counted))
        for _member in range(6):
            an_actor(place, Role.VIEWER)
        db.session.commit()
    event.remove(db.engine, "before_cursor_execute", count)
    assert numbers[0] == numbers[1] <= 15
