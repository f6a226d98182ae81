"""The pages of mandates: what owners type, and what others may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from marketplace.foundation.actor import SYSTEM, Actor, Role
from marketplace.foundation.database import db
from marketplace.foundation.money import Money
from marketplace.mandates import queries, services
from marketplace.mandates.content import MandateKind, Privacy, TicketRange
from marketplace.mandates.rules import criteria_of
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.mandates import a_published_mandate, a_raise, an_investment
from tests.factories.organisations import a_member, a_ministry, an_actor, an_enterprise, an_investor

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy
    from werkzeug.test import TestResponse

    from marketplace.organisations.models import Organisation
    from tests.clients import PageClient

WORKSPACE = "/workspace/mandates"
TYPED = {
    "title_en": "Demo thesis",
    "privacy_kind": "shared",
    "currency": "USD",
    "ticket_minimum": "500k",
    "ticket_maximum": "2 million",
    "sectors": ["finance", "health"],
    "markets": "Viet Nam, Japan; global",
    "excluded_countries": "North Korea",
    "privacy_sectors": "public",
    "once": "k" * 26,
}


@pytest.fixture
def investor(database: SQLAlchemy) -> Organisation:
    return an_investor()


@pytest.fixture
def editor(investor: Organisation) -> Actor:
    return an_actor(investor)


@pytest.fixture
def member(client: PageClient, investor: Organisation) -> PageClient:
    return enter(client, investor)


def enter(client: PageClient, organisation: Organisation, role: Role = Role.ADMIN) -> PageClient:
    person = a_member(organisation, role, a_person(language="en"))
    sign_in_as(client, person, acting_for=organisation.id)
    return client


def create(client: PageClient, action: str = "publish", **more: Any) -> TestResponse:
    sent = {**privacy(), **TYPED, "action": action, **more}
    return client.post(f"{WORKSPACE}/new/invest", data=sent)


def privacy() -> dict[str, str]:
    return {f"privacy_{name}": str(an_investment().privacy_of(name)) for name in criteria_of(MandateKind.INVEST)}


def the_mandate(organisation: Organisation) -> queries.OwnMandate:
    db.session.rollback()
    db.session.expire_all()
    (own,) = queries.own_mandates(SYSTEM, organisation.id)
    return own


def test_what_was_typed_is_what_is_published(member: PageClient, investor: Organisation) -> None:
    answer = create(member)
    assert answer.status_code == 302
    live = the_mandate(investor).live
    assert live is not None
    assert live.ticket == TicketRange(500_000_00, 2_000_000_00, "USD")
    assert (live.markets, live.excluded_countries) == (("VN", "JP", "global"), ("KP",))
    assert live.privacy == (("sectors", Privacy.PUBLIC),)
    page = member.get(answer.location).text
    assert "Demo thesis" in page
    assert "$300,000" in page
    assert "$3,000,000" in page


def test_the_same_form_sent_twice_makes_one_mandate(member: PageClient, investor: Organisation) -> None:
    first, second = create(member), create(member)
    assert first.location == second.location == f"{WORKSPACE}/{the_mandate(investor).mandate_id}"


def test_an_unreadable_form_keeps_what_was_typed_and_says_what_to_do(
    member: PageClient, investor: Organisation
) -> None:
    answer = create(member, ticket_minimum="1.000", markets="Atlantis, Japan", title_en="Kept title")
    assert answer.status_code == 422
    for kept in ("1.000", "Atlantis, Japan", "Kept title"):
        assert kept in answer.text
    assert "two readings" in answer.text
    assert "There is a problem" in answer.text
    assert queries.own_mandates(SYSTEM, investor.id) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title_en": ""}, "Give the mandate a title"),
        ({"ticket_minimum": "3 million"}, "above the largest"),
        ({"excluded_countries": "Japan"}, "both wanted and excluded"),
        ({"ticket_minimum": "€5"}, "another currency"),
        ({"ticket_minimum": "lots"}, "Enter the amount in digits"),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field(member: PageClient, change: dict[str, str], sentence: str) -> None:
    answer = create(member, **change)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_draft_may_be_incomplete(member: PageClient, investor: Organisation) -> None:
    assert create(member, action="draft", title_en="").status_code == 302
    own = the_mandate(investor)
    assert own.live is None
    page = member.get(f"{WORKSPACE}/{own.mandate_id}").text
    assert "Without a title" in page
    assert "Without a title" in member.get(f"{WORKSPACE}/").text


def test_amounts_are_read_in_the_language_of_the_reader(client: PageClient, investor: Organisation) -> None:
    person = a_member(investor, Role.EDITOR, a_person(language="vi"))
    sign_in_as(client, person, acting_for=investor.id)
    answer = create(client, ticket_minimum="500.000", ticket_maximum="2 triệu", markets="Nhật Bản, Việt Nam")
    assert answer.status_code == 302
    live = the_mandate(investor).live
    assert live is not None
    assert live.ticket == TicketRange(500_000_00, 2_000_000_00, "USD")
    assert live.markets == ("JP", "VN")


@pytest.mark.parametrize("kind", list(MandateKind))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_has_a_form_with_its_own_criteria(
    client: PageClient, database: SQLAlchemy, kind: MandateKind, language: str
) -> None:
    enterprise = an_enterprise()
    sign_in_as(client, a_member(enterprise, Role.ADMIN, a_person(language=language)), acting_for=enterprise.id)
    answer = client.get(f"{WORKSPACE}/new/{kind}")
    assert answer.status_code == 200
    assert ('name="ticket_minimum"' in answer.text) == (kind in ("invest", "acquire"))
    assert ('name="currency"' in answer.text) == (kind != "partnership")
    assert answer.text.count("<h1") == 1


def test_the_form_shows_what_is_held_and_saving_it_again_changes_nothing(
    client: PageClient, database: SQLAlchemy
) -> None:
    enterprise = an_enterprise()
    held = a_raise(amount_sought=Money(1_500_000_50, "USD"), markets=("JP", "global"))
    mandate_id = a_published_mandate(enterprise, an_actor(enterprise), held)
    enter(client, enterprise)
    page = client.get(f"{WORKSPACE}/{mandate_id}/edit").text
    for shown in ("1,500,000.5", "Japan, Global", "Demo Angel Fund", "Demo seed round"):
        assert shown in page
    services.withdraw_mandate(SYSTEM, mandate_id)
    assert client.get(f"{WORKSPACE}/{mandate_id}/edit").status_code == 200
    assert client.get(f"{WORKSPACE}/{mandate_id}").status_code == 200


def test_an_old_form_saves_nothing_and_shows_both_versions(
    member: PageClient, editor: Actor, investor: Organisation
) -> None:
    mandate_id = a_published_mandate(investor, editor)
    opened_on = the_mandate(investor).version
    services.publish_mandate(editor, mandate_id, an_investment(sectors=("energy",)))
    sent = {**privacy(), **TYPED, "action": "publish", "version": str(opened_on), "title_en": "My own words"}
    answer = member.post(f"{WORKSPACE}/{mandate_id}/edit", data=sent)
    assert answer.status_code == 409
    assert "Energy" in answer.text
    assert "My own words" in answer.text
    assert f'value="{the_mandate(investor).version}"' in answer.text
    live = the_mandate(investor).live
    assert live is not None
    assert live.sectors == ("energy",)
    sent["version"] = str(the_mandate(investor).version)
    assert member.post(f"{WORKSPACE}/{mandate_id}/edit", data=sent).status_code == 302


def test_a_mandate_is_withdrawn_and_published_again(member: PageClient, editor: Actor, investor: Organisation) -> None:
    mandate_id = a_published_mandate(investor, editor)
    assert member.post(f"{WORKSPACE}/{mandate_id}/withdraw").status_code == 302
    assert the_mandate(investor).state == "withdrawn"
    assert "Withdrawn" in member.get(f"{WORKSPACE}/").text
    (revision,) = queries.own_revisions(SYSTEM, mandate_id)
    assert member.post(f"{WORKSPACE}/{mandate_id}/restore/{revision.id}").status_code == 302
    assert the_mandate(investor).live == an_investment()


def test_a_draft_is_published_or_discarded(member: PageClient, editor: Actor, investor: Organisation) -> None:
    mandate_id = a_published_mandate(investor, editor)
    services.save_draft(editor, mandate_id, an_investment(sectors=("energy",)))
    assert "Publish the draft" in member.get(f"{WORKSPACE}/{mandate_id}").text
    assert member.post(f"{WORKSPACE}/{mandate_id}/discard").status_code == 302
    assert the_mandate(investor).draft is None
    services.save_draft(editor, mandate_id, an_investment(sectors=("health",)))
    assert member.post(f"{WORKSPACE}/{mandate_id}/publish").status_code == 302
    assert "Publish this text again" in member.get(f"{WORKSPACE}/{mandate_id}").text
    refused = member.post(f"{WORKSPACE}/{mandate_id}/publish")
    assert refused.status_code == 409
    assert "no draft to publish" in refused.text


def test_members_of_other_parties_read_the_shared_part(
    client: PageClient, editor: Actor, investor: Organisation
) -> None:
    mandate_id = a_published_mandate(investor, editor)
    enter(client, an_enterprise())
    page = client.get(f"{WORKSPACE}/{mandate_id}")
    assert page.status_code == 200
    assert "$300,000" in page.text
    for private in ("$500,000", "tools for small shops", "North Korea"):
        assert private not in page.text


@pytest.mark.parametrize("path", ["", "/edit"])
def test_a_hidden_mandate_is_not_found_by_others(
    client: PageClient, editor: Actor, investor: Organisation, path: str
) -> None:
    mandate_id = a_published_mandate(investor, editor, an_investment(privacy=(("kind", Privacy.PRIVATE),)))
    enter(client, an_enterprise())
    assert client.get(f"{WORKSPACE}/{mandate_id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["edit", "publish", "discard", "withdraw", "restore/x"])
def test_strangers_change_nothing(client: PageClient, editor: Actor, investor: Organisation, path: str) -> None:
    mandate_id = a_published_mandate(investor, editor)
    enter(client, an_enterprise())
    assert client.post(f"{WORKSPACE}/{mandate_id}/{path}", data=TYPED).status_code == 404


def test_viewers_read_and_do_not_write(client: PageClient, editor: Actor, investor: Organisation) -> None:
    mandate_id = a_published_mandate(investor, editor)
    enter(client, investor, Role.VIEWER)
    page = client.get(f"{WORKSPACE}/{mandate_id}")
    assert page.status_code == 200
    assert "Edit the mandate" not in page.text
    for path in ("new", "new/invest", f"{mandate_id}/edit"):
        assert client.get(f"{WORKSPACE}/{path}").status_code == 403


def test_the_choice_of_kinds_depends_on_the_organisation(client: PageClient, investor: Organisation) -> None:
    enter(client, investor)
    page = client.get(f"{WORKSPACE}/new").text
    assert "/new/invest" in page
    assert "/new/raise" not in page
    assert client.get(f"{WORKSPACE}/new/raise").status_code == 403
    assert client.get(f"{WORKSPACE}/new/nonsense").status_code == 404


def test_state_bodies_are_told_that_they_publish_none(client: PageClient, database: SQLAlchemy) -> None:
    enter(client, a_ministry())
    assert "no mandates" in client.get(f"{WORKSPACE}/new").text
    assert "No mandates yet" in client.get(f"{WORKSPACE}/").text


def test_visitors_are_sent_to_sign_in(client: PageClient, database: SQLAlchemy) -> None:
    assert client.get(f"{WORKSPACE}/").status_code == 302
