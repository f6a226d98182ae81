"""What is like a thing: never itself, never what is not public, the same number of questions whatever is found."""

from collections.abc import Callable

import pytest
from flask import Flask

from marketplace.discovery.presenters.related import related_to
from marketplace.discovery.queries import related
from marketplace.profiles import services as profiles
from search_index.engine import SearchUnavailable
from tests.clients import PageClient
from tests.factories.profiles import a_published_enterprise, a_published_investor

Settle = Callable[[], None]


def names(app: Flask, kind: str, thing_id: str) -> list[str]:
    with app.test_request_context("/vi/"):
        return ["".join(piece.text for piece in card.name) for card in related_to(kind, thing_id)]


def test_what_shares_most_comes_and_never_itself(app: Flask, settle: Settle) -> None:
    ours, _ = a_published_enterprise("Demo Robot Một", technologies=("robotics", "iot"), sectors=("health",))
    a_published_enterprise("Demo Robot Hai", technologies=("robotics", "iot"), sectors=("health",))
    a_published_investor("Demo Robot Fund", technologies=("robotics", "iot"), sectors=("health",))
    settle()
    assert names(app, "company", ours.id)[:1] == ["Công ty Demo Robot Hai"]
    assert "Công ty Demo Robot Một" not in names(app, "company", ours.id)
    assert "Demo Robot Fund" not in names(app, "company", ours.id)


def test_what_was_withdrawn_is_left_out_and_a_stranger_is_like_nothing(app: Flask, settle: Settle) -> None:
    ours, _ = a_published_enterprise("Demo Robot Một", technologies=("robotics",))
    other, actor = a_published_enterprise("Demo Robot Hai", technologies=("robotics",))
    settle()
    profiles.withdraw_profile(actor, other.id)
    assert names(app, "company", ours.id) == []
    assert names(app, "company", "0" * 26) == []


def test_nor_does_a_page_that_is_kept_name_it(client: PageClient, settle: Settle) -> None:
    ours, _ = a_published_enterprise("Demo Robot Một", technologies=("robotics",))
    other, actor = a_published_enterprise("Demo Robot Hai", technologies=("robotics",))
    fund, _ = a_published_investor("Demo Robot Fund", technologies=("robotics",))
    lotus, investor = a_published_investor("Demo Lotus Fund", technologies=("robotics",))
    settle()
    pages = {f"/en/companies/{ours.id}": other.id, f"/en/investors/{fund.id}": lotus.id}
    assert all(named in client.get(page).text for page, named in pages.items())
    profiles.withdraw_profile(actor, other.id)
    profiles.withdraw_profile(investor, lotus.id)
    assert not any(named in client.get(page).text for page, named in pages.items())


def test_while_the_index_is_away_there_is_none(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise SearchUnavailable("away")

    monkeypatch.setattr(related, "engine", away)
    assert names(app, "company", "0" * 26) == []
