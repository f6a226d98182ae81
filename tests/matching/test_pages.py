"""The pages of matches, as people see them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask_sqlalchemy import SQLAlchemy
from limits import parse_many
from sqlalchemy import event

from marketplace.foundation import actor as actors
from marketplace.foundation.database import db
from marketplace.foundation.text import Localised
from marketplace.matching.queries.matches import views_of
from tests.clients import PageClient
from tests.factories.mandates import a_published_mandate, a_raise, an_investment
from tests.factories.organisations import an_actor, an_investor
from tests.factories.profiles import a_published_enterprise, a_published_investor

LIST = "/workspace/matches"


@contextmanager
def visiting(actor: actors.Actor) -> Iterator[None]:
    """Requests come from this actor, whoever signed in."""
    usual = list(actors._builder)
    actors.build_actors_with(lambda: actor)
    try:
        yield
    finally:
        actors._builder[:] = usual


def test_a_founder_sees_who_could_invest_with_reasons_and_what_is_missing(client: PageClient) -> None:
    enterprise, founder = a_published_enterprise()
    investor, partner = a_published_investor("Demo Lotus Fund")
    a_published_mandate(enterprise, founder, a_raise())
    a_published_mandate(investor, partner, an_investment())
    with visiting(founder):
        page = client.get(LIST).get_data(as_text=True)
        assert "Demo Lotus Fund" in page
        assert "Ai có thể đầu tư vào chúng ta" in page
        assert "Tìm kiếm đúng lĩnh vực của bạn" in page
        assert "Tài chính" in page
        assert "/workspace/introductions/ask" in page
        detail = client.get(f"{LIST}/{investor.id}").get_data(as_text=True)
        assert "Điểm số gồm những gì" in detail


def test_the_other_sides_private_words_and_exact_amounts_are_on_no_page(client: PageClient) -> None:
    _, founder = a_published_enterprise()
    investor, partner = a_published_investor()
    secret = an_investment(thesis=Localised(en="Demo secret thesis"), excluded_countries=("KP",))
    a_published_mandate(investor, partner, secret)
    with visiting(founder):
        for address in (LIST, f"{LIST}/{investor.id}"):
            page = client.get(address).get_data(as_text=True)
            assert "secret" not in page
            assert "500" not in page
            assert "KP" not in page


def test_a_list_for_each_mandate_and_each_question(database: SQLAlchemy) -> None:
    investor, partner = a_published_investor()
    enterprise, founder = a_published_enterprise()
    first, second = (a_published_mandate(investor, partner) for _ in range(2))
    assert [view.mandate_id for view in views_of(partner)] == sorted([first, second])
    a_published_mandate(enterprise, founder)
    assert [view.question for view in views_of(founder)] == ["could_invest", "could_buy_us", "could_be_bought"]


def test_without_a_profile_the_page_says_what_to_do(client: PageClient) -> None:
    with visiting(an_actor(an_investor())):
        answer = client.get(LIST)
    assert answer.status_code == 200
    assert "Chưa có gợi ý nào" in answer.get_data(as_text=True)


def test_a_strangers_list_and_an_unknown_party_are_not_found(client: PageClient) -> None:
    enterprise, founder = a_published_enterprise()
    mandate_id = a_published_mandate(enterprise, founder)
    _, partner = a_published_investor()
    with visiting(partner):
        assert client.get(f"{LIST}?view=could_invest-{mandate_id}").status_code == 404
        assert client.get(f"{LIST}/nobody").status_code == 404


def test_a_veto_is_set_and_taken_back_by_buttons(client: PageClient) -> None:
    enterprise, _ = a_published_enterprise("Demo Sao Mai")
    _, partner = a_published_investor()
    with visiting(partner):
        assert "Demo Sao Mai" in client.get(LIST).get_data(as_text=True)
        assert client.post(f"{LIST}/answers/{enterprise.id}/no").status_code == 302
        assert "Demo Sao Mai" not in client.get(LIST).get_data(as_text=True)
        assert "Demo Sao Mai" in client.get(f"{LIST}/answers").get_data(as_text=True)
        client.post(f"{LIST}/answers/{enterprise.id}/open")
        assert "Demo Sao Mai" in client.get(LIST).get_data(as_text=True)


def test_more_rows_need_no_more_statements(client: PageClient) -> None:
    _, founder = a_published_enterprise()
    a_published_investor("Demo Fund 0")

    def statements() -> int:
        counted: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
        with visiting(founder):
            client.get(LIST)
            counted.clear()
            client.get(LIST)
        return len(counted)

    one = statements()
    for number in range(1, 6):
        a_published_investor(f"Demo Fund {number}")
    assert statements() <= one


def test_words_without_end_are_refused_like_other_searches(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    _, founder = a_published_enterprise()
    monkeypatch.setitem(client.application.extensions["limiter"].items, "search.address", parse_many("2 per minute"))
    with visiting(founder):
        asked = [client.get(LIST, query_string={"q": words}).status_code for words in ("", "one", "two", "three")]
        assert asked == [200, 200, 200, 429]
        assert client.get(LIST).status_code == 200
