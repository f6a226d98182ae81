"""A page says when its session ends, and one press makes it longer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from marketplace.accounts.models import PersonSession
from marketplace.accounts.rules import ORDINARY, STAFF, WARN_BEFORE
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_member, a_ministry_unit, a_staff_actor, an_enterprise

if TYPE_CHECKING:
    from datetime import datetime

    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")
PAGE = "/workspace/account"


def seconds_on(page: str) -> int:
    found = re.search(r'data-seconds="(\d+)"', page)
    assert found
    return int(found[1])


def a_colleague(client: PageClient) -> None:
    place = an_enterprise()
    sign_in_as(client, a_member(place, person=a_person(language="en")), place.id)


def age(**values: datetime) -> None:
    with transaction() as session:
        session.execute(update(PersonSession).values(**values))


@given(st.sampled_from([ORDINARY, STAFF]), st.integers(0, 15 * 3600))
def test_what_is_left_is_true(lifetime: object, seconds: int) -> None:
    assert lifetime in (ORDINARY, STAFF)
    life = ORDINARY if lifetime is ORDINARY else STAFF
    moment = now()
    created = moment - timedelta(seconds=seconds)
    left = life.left(created, moment)
    assert timedelta(0) <= left <= life.idle
    assert life.is_over(created, moment, moment + left)
    if left > timedelta(0):
        assert not life.is_over(created, moment, moment + left - timedelta(seconds=1))


def test_a_page_carries_its_end_and_the_press_that_extends_it(client: PageClient) -> None:
    a_colleague(client)
    page = client.get(PAGE).text
    assert 1700 < seconds_on(page) <= 1800
    assert f'data-warn="{int(WARN_BEFORE.total_seconds())}"' in page
    assert "Stay signed in" in page


def test_officers_have_half_of_it(client: PageClient) -> None:
    unit, person = a_ministry_unit(), a_person()
    a_staff_actor(unit, person=person)
    sign_in_as(client, person, unit.organisation_id)
    assert 800 < seconds_on(client.get(PAGE).text) <= 900


def test_near_its_last_end_nothing_promises_to_extend_it(client: PageClient) -> None:
    a_colleague(client)
    age(created_at=now() - ORDINARY.absolute + timedelta(minutes=5))
    page = client.get(PAGE).text
    assert 240 < seconds_on(page) <= 300
    assert "Stay signed in" not in page


def test_one_press_counts_as_use(client: PageClient) -> None:
    a_colleague(client)
    age(last_seen_at=now() - timedelta(minutes=28))
    answer = client.post("/workspace/account/extend")
    assert answer.status_code == 200
    assert answer.json is not None
    assert 1700 < answer.json["seconds"] <= 1800
    db.session.commit()
    seen = db.session.scalars(select(PersonSession.last_seen_at)).one()
    assert now() - seen < timedelta(minutes=1)


def test_what_has_ended_is_not_extended(client: PageClient) -> None:
    a_colleague(client)
    age(last_seen_at=now() - timedelta(minutes=31))
    assert client.post("/workspace/account/extend").status_code == 302
    assert client.get(PAGE).status_code == 302


def test_the_page_names_nobody_to_scripts(client: PageClient) -> None:
    place, person = an_enterprise(), a_person()
    sign_in_as(client, a_member(place, person=person), place.id)
    assert person.id not in client.get(PAGE).text
