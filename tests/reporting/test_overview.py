"""The workspace's first page, as each kind of person finds it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from marketplace.deals.queries.introductions import introduction
from marketplace.deals.rules.engagement import State
from marketplace.deals.rules.stages import STAGES_OF_TIER, Stage, Tier
from marketplace.deals.services import recording
from marketplace.foundation.actor import Actor, Role, acting_as
from marketplace.foundation.ids import new_id
from marketplace.messaging.services import post_message
from marketplace.notifications.services import notify
from marketplace.organisations import services as organisations
from marketplace.profiles import services as profiles
from marketplace.reporting.rules import (
    SOON,
    STALLED_AFTER,
    First,
    Progress,
    Standing,
    Step,
    Weight,
    first_things,
    funnel,
)
from marketplace.reporting.rules.journey import REACHED_BY_DEALS, REACHED_BY_INTRODUCTIONS
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.deals import (
    TERMS,
    a_closed_deal,
    a_pair,
    a_request,
    a_submitted_deal,
    an_introduction,
)
from tests.factories.mandates import a_published_mandate
from tests.factories.organisations import (
    a_member,
    a_ministry_unit,
    a_staff_actor,
    an_enterprise,
    an_investor,
    signed_in_as,
)
from tests.factories.products import a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.accounts.models import Person
    from marketplace.organisations.models import Organisation
    from tests.clients import PageClient

MOMENT = datetime(2026, 11, 22, 8, tzinfo=UTC)
standings = st.builds(
    Standing,
    weight=st.sampled_from(Weight),
    since=st.integers(-90, 0).map(lambda days: MOMENT + timedelta(days=days)),
    due=st.none() | st.integers(-5, 40).map(lambda days: MOMENT + timedelta(days=days)),
)


def enter(app: Flask, organisation: Organisation, role: Role = Role.ADMIN, language: str = "en") -> PageClient:
    visitor: PageClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(visitor, a_member(organisation, role, a_person(language=language)), organisation.id)
    return visitor


def text_of(page: str) -> str:
    """What a reader sees of the middle of the page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1].split("</main>", 1)[0]).split())


@given(st.lists(standings))
def test_what_is_urgent_comes_before_everything_else(found: list[Standing]) -> None:
    ordered = sorted(found, key=lambda each: each.place(MOMENT))
    urgent = [each.is_urgent(MOMENT) for each in ordered]
    assert urgent == sorted(urgent, reverse=True)


def test_the_nearest_end_and_the_longest_wait_come_first() -> None:
    end = [Standing(Weight.OTHERS_WAIT, MOMENT, MOMENT + timedelta(days=days)) for days in (1, 2)]
    wait = [Standing(Weight.OWN_TEXT, MOMENT - timedelta(days=days)) for days in (9, 2)]
    mixed = [wait[1], end[1], wait[0], end[0]]
    assert sorted(mixed, key=lambda each: each.place(MOMENT)) == [*end, *wait]


@pytest.mark.parametrize(
    ("standing", "urgent"),
    [
        (Standing(Weight.OTHERS_WAIT, MOMENT, MOMENT + SOON), True),
        (Standing(Weight.OTHERS_WAIT, MOMENT, MOMENT + SOON + timedelta(seconds=1)), False),
        (Standing(Weight.OTHERS_WAIT, MOMENT, MOMENT - timedelta(days=1)), True),
        (Standing(Weight.OWN_STEP, MOMENT - STALLED_AFTER), True),
        (Standing(Weight.OWN_STEP, MOMENT - STALLED_AFTER + timedelta(seconds=1)), False),
        (Standing(Weight.OWN_TEXT, MOMENT - STALLED_AFTER), False),
    ],
)
def test_what_is_urgent(standing: Standing, urgent: bool) -> None:
    assert standing.is_urgent(MOMENT) is urgent


def test_the_funnel_knows_every_state_and_agrees_with_the_public_tiers() -> None:
    assert REACHED_BY_INTRODUCTIONS[Step.ASKED] == {*State} - {State.SUGGESTED}
    assert REACHED_BY_DEALS[Step.RECORDED] == {*Stage} - {Stage.NEW}
    for step, tier in ((Step.SIGNED, Tier.SIGNED), (Step.CLOSED, Tier.CLOSED), (Step.COUNTED, Tier.COUNTED)):
        assert REACHED_BY_DEALS[step] == STAGES_OF_TIER[tier]


@given(st.lists(st.sampled_from(State)), st.lists(st.sampled_from(Stage)))
def test_the_funnel_never_widens_on_its_way(states: list[State], stages: list[Stage]) -> None:
    counts = dict(funnel(states, stages))
    assert counts[Step.ASKED] >= counts[Step.INTRODUCED]
    deals = [counts[step] for step in REACHED_BY_DEALS]
    assert deals == sorted(deals, reverse=True)


def test_only_enterprises_are_asked_for_products() -> None:
    assert First.PRODUCT in dict(first_things("enterprise", (), (), 0))
    assert First.PRODUCT not in dict(first_things("investor", (), (), 0))
    found = dict(first_things("enterprise", {"profile"}, {"product", "profile"}, 1))
    assert found[First.PROFILE] is Progress.DONE
    assert found[First.PRODUCT] is Progress.STARTED
    assert found[First.MANDATE] is Progress.NOT_BEGUN
    assert found[First.INTRODUCTION] is Progress.DONE


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_first_day_leads_on(app: Flask, database: Any, language: str) -> None:
    page = text_of(enter(app, an_enterprise(), language=language).get("/workspace").text)
    said = {
        "vi": ["Viết và công bố hồ sơ", "Chưa bắt đầu", "Hồ sơ của bạn"],
        "en": ["Write and publish your profile", "Not started", "Your profile"],
    }
    assert all(words in page for words in said[language])


def test_an_investor_is_not_asked_for_products(app: Flask, database: Any) -> None:
    page = enter(app, an_investor()).get("/workspace").text
    assert "Say what you seek or offer" in page
    assert "Show your first product" not in page


def test_a_viewer_is_told_of_nothing_that_it_cannot_do(app: Flask, database: Any) -> None:
    page = enter(app, an_enterprise(), Role.VIEWER).get("/workspace").text
    assert "Write and publish your profile" not in page
    assert "Best next step" not in page


def test_a_person_without_an_organisation_starts_by_finding_one(client: PageClient) -> None:
    sign_in_as(client, a_person(language="en"))
    answer = client.get("/workspace")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/workspace/organisation/choose")


def test_a_request_waits_without_the_name_of_who_asks(app: Flask, database: Any) -> None:
    pair = a_pair()
    a_request(pair)
    asked = enter(app, pair.investor).get("/workspace").text
    assert "Answer a request for an introduction" in asked
    assert "/workspace/introductions/" in asked
    assert pair.enterprise.name.en not in asked
    assert "Answer a request" not in enter(app, pair.enterprise).get("/workspace").text


def test_each_deal_has_its_next_step(app: Flask, database: Any) -> None:
    pair = a_pair()
    engagement_id = an_introduction(pair)
    with acting_as(pair.owner):
        deal_id = recording.record_deal(pair.owner, engagement_id, TERMS, new_id())
    page = enter(app, pair.enterprise).get("/workspace").text
    assert f"/workspace/deals/{deal_id}" in page
    assert "Next step: Mark as signed" in page or "Confirm or dispute the terms" in page


def test_an_unread_conversation_is_one_press_away(app: Flask, database: Any) -> None:
    pair = a_pair()
    conversation_id = str(introduction(pair.owner, an_introduction(pair)).conversation_id)
    with acting_as(pair.owner):
        post_message(pair.owner, conversation_id, "Demo secret text", "once")
    page = enter(app, pair.investor).get("/workspace").text
    assert f"/workspace/conversations/{conversation_id}" in page
    assert "Read 1 new message" in page
    assert "Demo secret text" not in page


def test_drafts_invitations_and_requests_to_join_wait(app: Flask, database: Any) -> None:
    place, guest = an_enterprise(code="0100109106"), a_person("guest@demo.example", language="en")
    visitor = enter(app, place)
    admin = a_member(place)
    actor = acting_for(admin, place)
    with acting_as(actor):
        profiles.save_draft(actor, place.id, a_profile("Demo Draft"))
        organisations.invite(actor, place.id, "guest@demo.example", Role.VIEWER, "vi")
    organisations.ask_to_join(signed_in_as(a_person(name="Demo Asking")), "0100109106")
    page = text_of(visitor.get("/workspace").text)
    assert "Publish the profile" in page
    assert "Decide on a request to join" in page
    assert "Demo Asking" in page
    other = an_investor()
    a_member(other, person=guest)
    client: PageClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(client, guest, other.id)
    assert "Accept an invitation" in client.get("/workspace").text


def acting_for(person: Person, place: Organisation) -> Actor:
    return Actor(person_id=person.id, organisation_id=place.id, organisation_kind=place.kind, role=Role.ADMIN)


def test_an_officer_finds_what_waits_for_officers_and_no_profile(app: Flask, database: Any) -> None:
    pair = a_pair()
    a_submitted_deal(pair)
    unit, person = a_ministry_unit(), a_person(language="en")
    a_staff_actor(unit, person=person)
    client: PageClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(client, person, unit.organisation_id)
    page = text_of(client.get("/workspace").text)
    assert "Verify a deal" in page
    assert "How far you have come" not in page
    assert "Your profile" not in page


def test_an_officer_without_work_is_led_to_the_officers_pages(app: Flask, database: Any) -> None:
    unit, person = a_ministry_unit(), a_person(language="en")
    a_staff_actor(unit, person=person)
    client: PageClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(client, person, unit.organisation_id)
    page = client.get("/workspace").text
    assert 'href="/staff">Staff</a>' in page
    assert "See matches" not in page
    assert ">None<" not in page


def test_the_funnel_shows_ones_own_numbers_only(app: Flask, database: Any) -> None:
    pair = a_pair()
    a_closed_deal(pair)
    mine = text_of(enter(app, pair.enterprise).get("/workspace").text)
    assert "Completed Completed: 1" in mine
    assert "Completed 0" in text_of(enter(app, an_enterprise()).get("/workspace").text)


def test_what_happened_lately_is_the_persons_own(app: Flask, database: Any) -> None:
    place = an_enterprise()
    person = a_person(language="en")
    a_member(place, person=person)
    notify([person.id], "organisations.join_asked", {"organisation_id": place.id})
    client: PageClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(client, person, place.id)
    assert "Somebody asks to join your organisation." in client.get("/workspace").text
    assert "Somebody asks" not in enter(app, place).get("/workspace").text


def test_more_of_everything_needs_no_more_queries(app: Flask, database: Any) -> None:
    place, actor = a_published_enterprise("Demo Owner", control_country="VN")
    client = enter(app, place)

    def more() -> None:
        a_published_product(place, actor)
        a_published_mandate(place, actor)
        pair = a_pair()
        a_request(pair)

    def cost() -> int:
        assert client.get("/workspace").status_code == 200
        said: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            said.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        assert client.get("/workspace").status_code == 200
        event.remove(database.engine, "before_cursor_execute", note)
        return len(said)

    more()
    few = cost()
    for _time in range(4):
        more()
    assert cost() <= few
