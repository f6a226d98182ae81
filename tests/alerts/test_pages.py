"""One's alerts as a page: what is followed and how often, what was told; nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from marketplace.accounts.models import Person
from marketplace.foundation.actor import Actor, Role
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.organisations.models import Organisation
from tests.alerts.letters import enter
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.alerts import a_followed_search, a_week_later, source_of
from tests.factories.mandates import a_published_mandate
from tests.factories.organisations import a_member, an_actor, an_enterprise
from tests.factories.profiles import a_published_enterprise

if TYPE_CHECKING:
    from tests.clients import PageClient

Settle = Callable[[], None]


def test_everything_that_can_be_followed_is_there_and_can_be_chosen(client: PageClient, settle: Settle) -> None:
    place, founder = a_published_enterprise("Demo Raiser", control_country="VN")
    actor = an_actor(place, Role.ADMIN, a_person(language="en"))
    mandate = a_published_mandate(place, founder)
    search = a_followed_search(actor)
    enter(client, actor)
    page = client.get("/workspace/alerts").text
    assert "Who could invest in us: Demo seed round" in page
    assert "Demo AI" in page
    for kind, key in (("mandate", mandate), ("search", search), ("list", "could_buy_us")):
        answer = client.post(f"/workspace/alerts/{kind}/{key}/weekly")
        assert answer.status_code == 303
        assert source_of(actor, key).frequency == "weekly"
    assert client.post(f"/workspace/alerts/search/{search}/hourly").status_code == 404


def test_pausing_resuming_and_stopping(client: PageClient, keeper: Actor) -> None:
    search = a_followed_search(keeper)
    source = source_of(keeper, search).id
    enter(client, keeper)
    for move, shown in (("pause", "Paused"), ("resume", "Every day"), ("stop", "Off")):
        assert client.post(f"/workspace/alerts/{source}/{move}").status_code == 303
        assert f">{shown}</span>" in client.get("/workspace/alerts").text


def test_a_digest_is_read_by_its_person_alone(client: PageClient, keeper: Actor, settle: Settle) -> None:
    search = a_followed_search(keeper)
    a_published_enterprise("Demo Fresh")
    settle()
    digest = a_week_later(keeper)
    assert digest is not None
    enter(client, keeper)
    page = client.get(f"/workspace/alerts/{digest.id}")
    assert page.status_code == 200
    assert "Demo Fresh" in page.text
    assert "Meets your search “Demo AI”" in page.text
    assert f"/workspace/alerts/{digest.id}" in client.get("/workspace/alerts").text
    colleague = an_actor(
        db.session.get_one(Organisation, str(keeper.organisation_id)), Role.ADMIN, a_person(language="en")
    )
    enter(client, colleague)
    assert client.get(f"/workspace/alerts/{digest.id}").status_code == 404
    assert "Demo AI" not in client.get("/workspace/alerts").text
    source = source_of(keeper, search).id
    for move in ("pause", "resume", "stop"):
        assert client.post(f"/workspace/alerts/{source}/{move}").status_code == 404
    assert client.post(f"/workspace/alerts/search/{search}/off").status_code == 404
    assert source_of(keeper, search).frequency == "daily"


def test_what_is_followed_for_another_organisation_can_be_stopped_from_here(client: PageClient, keeper: Actor) -> None:
    search = a_followed_search(keeper)
    second = an_enterprise("Demo Second")
    person = db.session.get_one(Person, str(keeper.person_id))
    a_member(second, Role.EDITOR, person)
    sign_in_as(client, person, second.id)
    page = client.get("/workspace/alerts").text
    assert "For your other organisations" in page
    assert "Demo AI" in page
    assert client.post(f"/workspace/alerts/{source_of(keeper, search).id}/stop").status_code == 303
    assert source_of(keeper, search).frequency == "off"


def test_a_search_is_followed_as_it_is_saved(client: PageClient, keeper: Actor) -> None:
    enter(client, keeper)
    address = "/workspace/searches/new?kind=company&technology=ai"
    assert 'value="weekly"' in client.get(address).text
    assert client.post(address, data={"name": "Demo AI", "told": "weekly", "once": new_id()}).status_code == 303
    assert "What is new is told: Every Monday" in client.get("/workspace/searches").text


@pytest.mark.parametrize("told", ["", "hourly"])
def test_a_choice_that_is_not_offered_keeps_what_was_typed(client: PageClient, keeper: Actor, told: str) -> None:
    enter(client, keeper)
    address = "/workspace/searches/new?kind=company&technology=ai"
    answer = client.post(address, data={"name": "Demo typed", "told": told, "once": new_id()})
    assert answer.status_code == 422
    assert "Demo typed" in answer.text


def test_without_anything_to_follow_the_page_says_what_to_do(client: PageClient, keeper: Actor) -> None:
    enter(client, keeper)
    page = client.get("/workspace/alerts").text
    assert "No match lists yet" in page
    assert "No saved searches yet" in page
