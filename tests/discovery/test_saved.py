"""Searches that people keep: from a search page to their own list, for nobody else."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.discovery import services
from marketplace.discovery.facts import SearchDeleted, SearchRenamed, SearchSaved
from marketplace.discovery.models import SavedSearch
from marketplace.discovery.queries.saved import own_searches
from marketplace.discovery.rules import MOST_SAVED, Kept
from marketplace.foundation.actor import ANONYMOUS, Actor, NotAllowed, NotFound, Refused, Role, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.once import Repeated
from marketplace.foundation.versions import Conflict
from tests.clients import PageClient
from tests.factories.accounts import sign_in_as
from tests.factories.organisations import an_actor, an_enterprise

CLOUD = Kept("company", {"q": "cloud", "technology": ["ai", "iot"]})


@pytest.fixture
def keeper(database: SQLAlchemy) -> Iterator[Actor]:
    """A viewer of an enterprise: keeping a search changes nothing of the organisation's."""
    actor = an_actor(an_enterprise(), Role.VIEWER)
    with acting_as(actor):
        yield actor


def enter(client: PageClient, actor: Actor) -> None:
    sign_in_as(client, db.session.get_one(Person, str(actor.person_id)), actor.organisation_id)


def facts() -> list[str]:
    return [name for name in db.session.scalars(select(Fact.name).order_by(Fact.id)) if name.startswith("discovery.")]


def test_a_search_is_kept_renamed_and_deleted(keeper: Actor) -> None:
    search_id = services.save_search(keeper, CLOUD, "Cloud", new_id())
    services.rename_search(keeper, search_id, "Cloud in Hanoi", 1)
    (row,) = own_searches(keeper)
    assert (row.name, row.kind, row.arguments, row.version) == ("Cloud in Hanoi", "company", CLOUD.arguments, 2)
    services.delete_search(keeper, search_id)
    assert own_searches(keeper) == []
    assert facts() == [SearchSaved.NAME, SearchRenamed.NAME, SearchDeleted.NAME]


def test_one_address_is_kept_once(keeper: Actor) -> None:
    once = new_id()
    search_id = services.save_search(keeper, CLOUD, "Cloud", once)
    with pytest.raises(Repeated) as repeated:
        services.save_search(keeper, CLOUD, "Cloud", once)
    assert repeated.value.result_id == search_id
    with pytest.raises(Refused, match="already_saved"):
        services.save_search(keeper, CLOUD, "Another name", new_id())
    services.save_search(keeper, Kept("product", CLOUD.arguments), "Cloud products", new_id())
    assert len(own_searches(keeper)) == 2


def test_there_is_room_for_so_many(keeper: Actor) -> None:
    for number in range(MOST_SAVED):
        services.save_search(keeper, Kept("company", {"q": str(number)}), "Demo", new_id())
    with pytest.raises(Refused, match="too_many_saved"):
        services.save_search(keeper, CLOUD, "Cloud", new_id())
    assert len(own_searches(keeper)) == MOST_SAVED


def test_another_person_and_another_organisation_have_lists_of_their_own(keeper: Actor) -> None:
    search_id = services.save_search(keeper, CLOUD, "Cloud", new_id())
    colleague = an_actor(an_enterprise())
    elsewhere = Actor(person_id=keeper.person_id, organisation_id=colleague.organisation_id, role=Role.EDITOR)
    for other in (colleague, elsewhere):
        assert own_searches(other) == []
        with acting_as(other), pytest.raises(NotFound):
            services.rename_search(other, search_id, "Mine", None)
        with acting_as(other), pytest.raises(NotFound):
            services.delete_search(other, search_id)
    with pytest.raises(NotAllowed):
        services.save_search(ANONYMOUS, CLOUD, "Cloud", new_id())
    assert len(own_searches(keeper)) == 1


def test_two_who_rename_at_once_do_not_overwrite_each_other(keeper: Actor) -> None:
    search_id = services.save_search(keeper, CLOUD, "Cloud", new_id())
    services.rename_search(keeper, search_id, "First", 1)
    with pytest.raises(Conflict):
        services.rename_search(keeper, search_id, "Second", 1)


def test_a_visitor_signs_in_and_comes_back_with_nothing_lost(client: PageClient, database: SQLAlchemy) -> None:
    page = client.get("/vi/companies?q=cloud&technology=ai&technology=iot").text
    address = "/workspace/searches/new?kind=company&q=cloud&technology=ai&technology=iot"
    assert address.replace("&", "&amp;") in page
    answer = client.get(address)
    assert answer.status_code == 302
    assert parse_qs(urlsplit(str(answer.location)).query)["next"] == [address]
    enter(client, an_actor(an_enterprise()))
    form = client.get(address)
    assert form.status_code == 200
    assert "“cloud” · " in form.text
    sent = client.post(address, data={"name": "Đám mây", "told": "off", "once": new_id()})
    assert (sent.status_code, sent.location) == (303, "/vi/companies?q=cloud&technology=ai&technology=iot")
    assert "Đã lưu" in client.get(str(sent.location)).text
    (row,) = database.session.scalars(select(SavedSearch)).all()
    assert (row.name, row.arguments) == ("Đám mây", CLOUD.arguments)


def test_the_list_runs_renames_and_deletes(client: PageClient, keeper: Actor) -> None:
    search_id = services.save_search(keeper, CLOUD, "Cloud <b>", new_id())
    enter(client, keeper)
    page = client.get("/workspace/searches").text
    assert "Cloud &lt;b&gt;" in page
    assert "/companies?q=cloud&amp;technology=ai&amp;technology=iot" in page
    renamed = client.post(f"/workspace/searches/{search_id}", data={"name": "Đám mây", "version": "1"})
    assert renamed.status_code == 303
    assert "Đám mây" in client.get("/workspace/searches").text
    assert client.post(f"/workspace/searches/{search_id}/delete").status_code == 303
    assert "Đám mây" not in client.get("/workspace/searches").text


def test_a_name_is_needed_and_what_was_typed_stays(client: PageClient, keeper: Actor) -> None:
    enter(client, keeper)
    address = "/workspace/searches/new?kind=everything&q=sao"
    answer = client.post(address, data={"name": " ", "once": new_id()})
    assert answer.status_code == 422
    answer = client.post(address, data={"name": "x" * 121, "once": new_id()})
    assert answer.status_code == 422
    assert "x" * 121 in answer.text


def test_keeping_what_is_kept_already_says_so(client: PageClient, keeper: Actor) -> None:
    services.save_search(keeper, CLOUD, "Cloud", new_id())
    enter(client, keeper)
    address = "/workspace/searches/new?kind=company&q=cloud&technology=iot&technology=ai"
    answer = client.post(address, data={"name": "Again", "told": "off", "once": new_id()}, follow_redirects=True)
    assert "“Cloud”" in answer.text
    assert "/workspace/searches/new" not in client.get("/vi/companies?q=cloud&technology=ai&technology=iot").text


@pytest.mark.parametrize("question", ["", "kind=people&q=a", "kind=everything", "q=a"])
def test_what_is_no_search_cannot_be_kept(client: PageClient, keeper: Actor, question: str) -> None:
    enter(client, keeper)
    assert client.get(f"/workspace/searches/new?{question}").status_code == 404
