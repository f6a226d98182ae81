"""A session lives in the database: every trigger ends it before the next request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.accounts import services
from marketplace.accounts.models import Person, PersonSession
from marketplace.accounts.rules import ORDINARY, STAFF, EndReason, Lifetime, Purpose
from marketplace.foundation.actor import SYSTEM, NotAllowed, NotFound, Power, Refused, Role
from marketplace.foundation.database import db
from marketplace.foundation.ids import hash_secret
from marketplace.foundation.journal import Fact
from marketplace.organisations import queries as organisation_queries
from marketplace.organisations import services as organisation_services
from marketplace.organisations.services import actor_for
from tests.factories.accounts import PASSWORD, a_person, sign_in_as
from tests.factories.organisations import a_member, a_ministry_unit, a_staff_actor, an_enterprise, signed_in_as

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient

ACCOUNT = "/workspace/account"
NEW_PASSWORD = "chín con voi bơi qua sông"
START = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def is_in(client: PageClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def kinds_of_session(kind: str) -> tuple[Person, str, str]:
    """A person who belongs to an organisation (an investor's reader, an enterprise's administrator, an officer)."""
    if kind == "officer":
        unit = a_ministry_unit()
        officer = a_person()
        a_staff_actor(unit, (Power.REVIEW,), officer)
        return officer, unit.organisation_id, _membership(officer, unit.organisation_id)
    place = an_enterprise()
    a_member(place)
    person = a_member(place, Role.ADMIN if kind == "administrator" else Role.VIEWER)
    return person, place.id, _membership(person, place.id)


def _membership(person: Person, organisation_id: str) -> str:
    row = organisation_queries.membership_of(person.id, organisation_id)
    assert row is not None
    return row.id


def change_password(person: Person, _membership_id: str) -> None:
    services.change_password(signed_in_as(person), PASSWORD, NEW_PASSWORD, "")


def reset_password(person: Person, _membership_id: str) -> None:
    services.ask_for_link(Purpose.RESET, person.email, "vi", "127.0.0.1")
    services.reset_password(last_link_secret(Purpose.RESET), NEW_PASSWORD)


def last_link_secret(purpose: Purpose) -> str:
    fact = db.session.scalars(select(Fact).where(Fact.name == "accounts.link_asked").order_by(Fact.id.desc())).first()
    assert fact is not None
    return services.link_secret(f"accounts.{purpose.value}", fact.values["link_id"])


def change_role(_person: Person, membership_id: str) -> None:
    organisation_services.change_role(SYSTEM, membership_id, Role.EDITOR)
    organisation_services.change_role(SYSTEM, membership_id, Role.VIEWER)


def place_elsewhere(_person: Person, membership_id: str) -> None:
    organisation_services.place_member(SYSTEM, membership_id, None)


def remove(_person: Person, membership_id: str) -> None:
    organisation_services.remove_member(SYSTEM, membership_id)


def suspend(person: Person, _membership_id: str) -> None:
    services.suspend(SYSTEM, person.id)


def end_elsewhere(person: Person, _membership_id: str) -> None:
    for row in db.session.scalars(select(PersonSession).where(PersonSession.person_id == person.id)).all():
        services.end_session(signed_in_as(person), row.id)


def sign_out(person: Person, _membership_id: str) -> None:
    row = db.session.scalars(select(PersonSession).where(PersonSession.person_id == person.id)).one()
    services.sign_out(signed_in_as(person), row.id)


TRIGGERS: list[Callable[[Person, str], None]] = [
    change_password,
    reset_password,
    change_role,
    place_elsewhere,
    remove,
    suspend,
    end_elsewhere,
    sign_out,
]


@pytest.mark.parametrize("kind", ["reader", "administrator", "officer"])
@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: trigger.__name__)
def test_every_trigger_ends_the_session_before_its_next_request(
    client: PageClient, kind: str, trigger: Callable[[Person, str], None]
) -> None:
    person, organisation_id, membership_id = kinds_of_session(kind)
    sign_in_as(client, person, organisation_id)
    assert is_in(client)
    trigger(person, membership_id)
    answer = client.get(ACCOUNT)
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_signing_out_in_the_browser_takes_the_cookie_and_ends_the_row(client: PageClient) -> None:
    person = a_person()
    row_id = sign_in_as(client, person)
    cookie = client.get_cookie("session")
    assert cookie is not None
    assert client.post("/workspace/sign-out").status_code == 303
    assert client.get_cookie("session") is None
    client.set_cookie("session", cookie.value)
    assert not is_in(client)
    db.session.expire_all()
    assert db.session.get_one(PersonSession, row_id).end_reason == EndReason.SIGNED_OUT


def test_changing_the_password_keeps_the_browser_that_did_it(app: Flask, client: PageClient) -> None:
    person = a_person()
    elsewhere = app.test_client()
    sign_in_as(client, person)
    sign_in_as(elsewhere, person)
    before = client.get_cookie("session")
    answer = client.post(f"{ACCOUNT}/password", data={"old": PASSWORD, "password": NEW_PASSWORD})
    assert answer.status_code == 303
    after = client.get_cookie("session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert is_in(client)
    assert elsewhere.get(ACCOUNT).status_code == 302


def test_a_session_ends_without_use_after_thirty_minutes(client: PageClient) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in_as(client, a_person())
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
        clock.shift(timedelta(minutes=30))
        assert not is_in(client)


def test_an_officer_is_out_after_fifteen_minutes(client: PageClient) -> None:
    with time_machine.travel(START, tick=False) as clock:
        officer, organisation_id, _ = kinds_of_session("officer")
        sign_in_as(client, officer, organisation_id)
        clock.shift(timedelta(minutes=14))
        assert is_in(client)
        clock.shift(timedelta(minutes=15))
        assert not is_in(client)


@pytest.mark.parametrize(("kind", "hours"), [("reader", 12), ("officer", 8)])
def test_no_use_keeps_a_session_beyond_its_longest_life(client: PageClient, kind: str, hours: int) -> None:
    with time_machine.travel(START, tick=False) as clock:
        person, organisation_id, _ = kinds_of_session(kind)
        sign_in_as(client, person, organisation_id)
        for _step in range(hours * 6 - 1):
            clock.shift(timedelta(minutes=10))
            assert is_in(client)
        clock.shift(timedelta(minutes=10))
        assert not is_in(client)


@pytest.mark.parametrize("lifetime", [ORDINARY, STAFF])
def test_a_session_from_the_future_is_over(lifetime: Lifetime) -> None:
    assert lifetime.is_over(START, START, START - timedelta(hours=1))
    assert not lifetime.is_over(START, START, START - timedelta(minutes=1))


def test_last_seen_is_written_at_most_once_a_minute(client: PageClient) -> None:
    def seen() -> datetime:
        db.session.expire_all()
        db.session.commit()
        return db.session.get_one(PersonSession, row_id).last_seen_at

    with time_machine.travel(START, tick=False) as clock:
        row_id = sign_in_as(client, a_person())
        clock.shift(timedelta(seconds=59))
        client.get(ACCOUNT)
        assert seen() == START
        clock.shift(timedelta(seconds=2))
        client.get(ACCOUNT)
        assert seen() == START + timedelta(seconds=61)


def test_the_database_keeps_no_secret_of_a_session(client: PageClient) -> None:
    sign_in_as(client, a_person())
    cookie = client.get_cookie("session")
    assert cookie is not None
    row = db.session.scalars(select(PersonSession)).one()
    assert row.secret_hash == hash_secret(cookie.value)
    assert cookie.value not in {str(getattr(row, column.key)) for column in PersonSession.__table__.columns}


@pytest.mark.parametrize("value", ["", "x", "a" * 43, "a" * 3000, "%00", "' OR 1=1 --", "ă" * 20])
def test_a_hostile_cookie_is_nobody(client: PageClient, value: str) -> None:
    client.set_cookie("session", value)
    assert not is_in(client)
    client.set_cookie("remember_token", value)
    assert not is_in(client)


def test_nobody_ends_the_session_of_another(client: PageClient) -> None:
    row_id = sign_in_as(client, a_person())
    with pytest.raises(NotFound):
        services.end_session(signed_in_as(a_person()), row_id)
    assert is_in(client)


def test_only_an_operator_suspends_and_never_oneself(database: SQLAlchemy) -> None:
    unit = a_ministry_unit()
    person = a_person()
    reviewer = a_staff_actor(unit, (Power.REVIEW,))
    operator = a_staff_actor(unit, (Power.OPERATE,))
    with pytest.raises(NotFound):
        services.suspend(signed_in_as(a_person()), person.id)
    with pytest.raises(NotAllowed):
        services.suspend(reviewer, person.id)
    with pytest.raises(NotAllowed):
        services.suspend(operator, str(operator.person_id))
    services.suspend(operator, person.id)
    with pytest.raises(Refused, match="wrong_sign_in"):
        services.sign_in(services.Attempt(person.email, PASSWORD, "127.0.0.1"))
    services.reinstate(operator, person.id)
    assert services.sign_in(services.Attempt(person.email, PASSWORD, "127.0.0.1")).person_id == person.id


def test_the_next_sign_in_acts_for_the_organisation_of_the_last_one(database: SQLAlchemy) -> None:
    person = a_person()
    first, second = an_enterprise(), an_enterprise()
    a_member(first, person=person)
    a_member(second, person=person)
    services.sign_in(services.Attempt(person.email, PASSWORD, "127.0.0.1"))
    row = db.session.scalars(select(PersonSession)).one()
    assert actor_for(row).organisation_id is None
    organisation_services.act_for(signed_in_as(person), row.id, second.id)
    new = services.sign_in(services.Attempt(person.email, PASSWORD, "127.0.0.1"))
    fresh = db.session.scalars(select(PersonSession).where(PersonSession.secret_hash == hash_secret(new.secret))).one()
    assert actor_for(fresh).organisation_id == second.id


def test_signing_in_again_ends_the_session_that_the_browser_held(app: Flask, client: PageClient) -> None:
    person = a_person()
    sign_in_as(client, person)
    held = client.get_cookie("session")
    assert held is not None
    assert client.post("/vi/sign-in", data={"email": person.email, "password": PASSWORD}).status_code == 303
    assert is_in(client)
    fresh = client.get_cookie("session")
    assert fresh is not None
    assert fresh.value != held.value
    client.set_cookie("session", held.value)
    assert not is_in(client)
