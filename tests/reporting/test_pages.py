"""The public page of the target, the lists behind its numbers, and the overviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from marketplace.deals.content import DeclaredParty
from marketplace.deals.rules.verification import Purpose
from marketplace.deals.services import recording
from marketplace.deals.services.parties import standing_of
from marketplace.foundation.actor import acting_as
from marketplace.foundation.ids import new_id
from marketplace.reporting.presenters import kpi_page
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.deals import (
    Pair,
    a_closed_deal,
    a_declaration,
    a_pair,
    a_proposal,
    a_submitted_deal,
    a_verified_deal,
    confirm,
    officers,
)
from tests.factories.organisations import a_member, a_ministry_unit, a_staff_actor, an_actor, an_enterprise

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.organisations.models import Organisation
    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")


def enter(app: Flask, organisation: Organisation, language: str = "en") -> PageClient:
    visitor: PageClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(visitor, a_member(organisation, person=a_person(language=language)), organisation.id)
    return visitor


def an_officer(app: Flask) -> PageClient:
    visitor: PageClient = app.test_client()  # type: ignore[assignment]
    person, unit = a_person(language="en"), a_ministry_unit()
    a_staff_actor(unit, person=person)
    sign_in_as(visitor, person, unit.organisation_id)
    return visitor


def test_the_first_day_looks_intended(client: PageClient) -> None:
    page = client.get("/en/kpi")
    assert page.status_code == 200
    assert "0 / 25" in page.text
    assert "No deal is counted yet" in page.text


@pytest.mark.parametrize(("language", "words"), [("vi", "Cách tính"), ("en", "How it is counted")])
def test_the_page_states_its_method_and_time_in_both_languages(client: PageClient, language: str, words: str) -> None:
    page = client.get(f"/{language}/kpi").text
    assert words in page
    assert "GMT+7" in page
    assert "g6-1" in page


def test_no_name_of_a_deal_is_public(client: PageClient) -> None:
    pair: Pair = a_pair()
    a_verified_deal(pair, officers())
    for language in ("vi", "en"):
        page = client.get(f"/{language}/kpi").text
        assert "1 / 25" in page
        for organisation in (pair.enterprise, pair.investor):
            assert organisation.name.en not in page
            assert organisation.id not in page


def test_numbers_are_links_for_officers_only(app: Flask, client: PageClient) -> None:
    officer = an_officer(app)
    assert "/staff/tiers/counted" not in client.get("/en/kpi").text
    assert "/staff/tiers/counted" not in enter(app, an_enterprise()).get("/en/kpi").text
    assert "/staff/tiers/counted" in officer.get("/en/kpi").text


@pytest.mark.parametrize("tier", ["introduced", "signed", "closed", "verified", "counted"])
def test_each_number_opens_its_list_for_officers_and_for_nobody_else(app: Flask, tier: str) -> None:
    counted, closed = a_pair(), a_pair()
    a_verified_deal(counted, officers())
    a_closed_deal(closed)
    officer = an_officer(app)
    shown = officer.get(f"/staff/tiers/{tier}")
    assert shown.status_code == 200
    assert closed.enterprise.name.en not in shown.text
    assert enter(app, counted.enterprise).get(f"/staff/tiers/{tier}").status_code == 404
    assert app.test_client().get(f"/staff/tiers/{tier}").status_code == 302


def test_declared_deals_are_marked(app: Flask, client: PageClient) -> None:
    enterprise = an_enterprise()
    owner = an_actor(enterprise)
    with acting_as(owner):
        home = DeclaredParty(standing_of(enterprise.id), enterprise.id)
        recording.declare_deal(owner, a_declaration(home), new_id())
    assert "1 of them was declared" in client.get("/en/kpi").text
    assert "declared" in an_officer(app).get("/staff/tiers/signed").text


def test_a_correction_is_noted_publicly_without_names(client: PageClient) -> None:
    both = officers()
    deal_id = a_verified_deal(a_pair(), both)
    confirm(a_proposal(deal_id, both.proposer, Purpose.REVOKE), both.confirmer)
    page = client.get("/en/kpi").text
    assert "a counted deal was decided anew. Result: Revoked." in page
    assert deal_id not in page


def test_there_are_always_25_places() -> None:
    a_verified_deal(a_pair(), officers())
    assert [place.filled for place in kpi_page().places] == [True] + [False] * 24


def test_officers_see_their_queue_and_the_numbers(app: Flask) -> None:
    pair = a_pair()
    a_submitted_deal(pair)
    page = an_officer(app).get("/staff").text
    assert pair.enterprise.name.en in page
    assert "0 / 25" in page or "0<span" in page
    assert enter(app, pair.enterprise).get("/staff").status_code == 404


@pytest.mark.parametrize("address", ["/workspace", "/en/kpi", "/workspace/deals", "/workspace/introductions"])
def test_pages_do_not_ask_more_the_longer_they_are(app: Flask, database: Any, address: str) -> None:
    pair = a_pair()
    a_closed_deal(pair)
    visitor = enter(app, pair.enterprise)
    counts = []
    for _round in range(2):
        statements: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object, kept: list[str] = statements) -> None:
            kept.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        assert visitor.get(address).status_code == 200
        event.remove(database.engine, "before_cursor_execute", note)
        counts.append(len(statements))
        _more_of(pair)
    assert counts[1] <= counts[0]


def _more_of(pair: Pair) -> None:
    """More of everything for the same enterprise."""

    home = DeclaredParty(standing_of(pair.enterprise.id), pair.enterprise.id)
    with acting_as(pair.owner):
        for _number in range(3):
            recording.declare_deal(pair.owner, a_declaration(home), new_id())
