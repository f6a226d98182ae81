"""The profile's pages: what its owner types, what visitors see."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from marketplace.foundation.actor import ANONYMOUS, SYSTEM, Actor, Role
from marketplace.foundation.database import db
from marketplace.organisations.models import Organisation
from marketplace.profiles import queries, services
from marketplace.profiles.content import PartyProfile, PastDeal
from tests.clients import PageClient
from tests.factories.accounts import sign_in_as
from tests.factories.organisations import a_member, an_enterprise
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

TYPED = {
    "name_vi": "Công ty Demo Cá Heo",
    "name_en": "Demo Dolphin",
    "country": "VN",
    "province": "79",
    "website": "dolphin.example",
    "technologies": ["ai"],
    "figures-0-year": "2025",
    "figures-0-revenue_usd": "1.250.000",
    "figures-0-basis": "audited",
    "certificates-0-standard": "iso",
    "certificates-0-markets": "Nhật Bản, US",
    "certificates-0-valid_until": "4/6/2027",
    "past_deals-0-counterparty_name": "Demo Fund",
    "past_deals-0-type": "fundraising",
    "past_deals-0-month": "04/2023",
}


@pytest.fixture
def enterprise(database: SQLAlchemy) -> Organisation:
    return an_enterprise("Demo Cá Heo")


@pytest.fixture
def member(client: PageClient, enterprise: Organisation) -> PageClient:
    sign_in_as(client, a_member(enterprise), acting_for=enterprise.id)
    return client


def version_of(enterprise: Organisation) -> int:
    db.session.rollback()  # what the visitor did is not in this session's snapshot
    return queries.own_profile(SYSTEM, enterprise.id).version


def shown(enterprise: Organisation) -> PartyProfile:
    db.session.rollback()
    return queries.live_profile(ANONYMOUS, enterprise.id)[1]


def owner_of(enterprise: Organisation) -> Actor:
    return Actor(person_id="0" * 26, organisation_id=enterprise.id, organisation_kind="enterprise", role=Role.ADMIN)


def send(client: PageClient, then: str = "publish", **more: Any) -> Any:
    return client.post("/workspace/profile", data={**TYPED, "then": then, "version": "0", **more})


def test_what_is_typed_is_published_as_it_was_meant(member: PageClient, enterprise: Organisation) -> None:
    assert send(member).status_code == 302

    profile = shown(enterprise)
    assert profile.name.en == "Demo Dolphin"
    assert profile.website == "https://dolphin.example"
    assert profile.figures[0].revenue_usd == 1_250_000_00
    assert profile.certificates[0].markets == ("JP", "US")
    assert str(profile.certificates[0].valid_until) == "2027-06-04"
    assert profile.past_deals[0].month == "2023-04"


def test_the_form_shows_again_what_it_saved(member: PageClient, enterprise: Organisation) -> None:
    send(member)
    page = member.get("/workspace/profile").text

    assert 'value="1.250.000"' in page
    assert 'value="Nhật Bản, Hoa Kỳ"' in page
    assert 'value="2027-06-04"' in page
    before = shown(enterprise)
    version = str(version_of(enterprise))
    assert send(member, version=version).status_code == 302
    assert shown(enterprise) == before


def test_a_saved_draft_is_seen_by_nobody_else(member: PageClient, enterprise: Organisation) -> None:
    send(member, then="draft")

    assert "Demo Dolphin" in member.get("/workspace/profile/preview").text
    assert member.get(f"/vi/companies/{enterprise.id}").status_code == 404


def test_wrong_input_keeps_what_was_typed_and_says_what_to_do(member: PageClient) -> None:
    answer = send(
        member,
        enterprise_code="123",
        website="javascript:alert(1)",
        **{"figures-0-year": "năm ngoái", "figures-0-revenue_usd": "1,500", "past_deals-0-month": ""},
    )

    assert answer.status_code == 422
    for kept in ("Công ty Demo Cá Heo", 'value="năm ngoái"', 'value="1,500"', 'value="123"', "error-summary"):
        assert kept in answer.text


def test_fields_that_the_form_does_not_have_are_ignored(member: PageClient, enterprise: Organisation) -> None:
    send(
        member,
        kind="investor",
        is_demo="",
        organisation_id="someone-else",
        facets=["lead"],
        **{"figures-0-status": "verified"},
    )
    assert send(member, facets=[], **{"figures-0-status": "verified"}).status_code == 302

    profile = shown(enterprise)
    assert (profile.kind, profile.is_demo, profile.facets) == ("enterprise", True, ())
    assert profile.figures[0].status == "declared"


def test_two_who_edit_at_once_are_shown_both_texts(member: PageClient, enterprise: Organisation) -> None:
    services.publish_profile(owner_of(enterprise), enterprise.id, a_profile("Demo Other Editor"))

    answer = send(member, name_en="Demo Mine")

    assert answer.status_code == 409
    assert "Demo Other Editor" in answer.text
    assert "Demo Mine" in answer.text
    assert shown(enterprise).name.en == "Demo Other Editor"


def test_a_draft_is_compared_with_what_is_live_and_published(member: PageClient, enterprise: Organisation) -> None:
    services.publish_profile(owner_of(enterprise), enterprise.id, a_profile("Demo Cá Heo"))
    version = version_of(enterprise)
    send(member, then="draft", version=str(version))

    assert "Demo Dolphin" in member.get("/workspace/profile/compare").text
    member.post("/workspace/profile/publish", data={"version": str(version + 1)})
    assert shown(enterprise).name.en == "Demo Dolphin"


def test_a_viewer_cannot_publish(client: PageClient, enterprise: Organisation) -> None:
    sign_in_as(client, a_member(enterprise, Role.VIEWER), acting_for=enterprise.id)

    assert client.get("/workspace/profile").status_code == 200
    assert send(client).status_code == 403


def test_a_withdrawn_profile_is_gone_for_visitors_and_can_be_published_again(
    member: PageClient, enterprise: Organisation
) -> None:
    send(member)
    member.post("/workspace/profile/withdraw", data={"version": "2"})
    assert member.get(f"/vi/companies/{enterprise.id}").status_code == 404

    assert 'value="Demo Dolphin"' in member.get("/workspace/profile").text
    assert send(member, version="3").status_code == 302
    assert member.get(f"/vi/companies/{enterprise.id}").status_code == 200


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_investors_page_is_shown_in_both_languages(client: PageClient, lang: str) -> None:
    organisation, _ = a_published_investor()
    page = client.get(f"/{lang}/investors/{organisation.id}")

    assert page.status_code == 200
    assert "Demo Lotus Fund" in page.text


def test_a_company_has_no_investors_page(client: PageClient) -> None:
    organisation, _ = a_published_enterprise()

    assert client.get(f"/vi/investors/{organisation.id}").status_code == 404


def test_an_investor_is_not_asked_what_only_an_enterprise_has(client: PageClient) -> None:
    organisation, _ = a_published_investor()
    sign_in_as(client, a_member(organisation), acting_for=organisation.id)
    page = client.get("/workspace/profile").text

    assert "enterprise_code" not in page
    assert "figures-0-year" not in page
    assert "past_deals-0-month" in page


def test_several_codes_can_be_ticked(member: PageClient) -> None:
    page = member.get("/workspace/profile").text

    assert re.search(r'<input type="checkbox" id="[^"]+" name="technologies" value="cloud"', page)


def test_more_deals_than_the_form_shows_are_kept(member: PageClient, enterprise: Organisation) -> None:
    deals = tuple(PastDeal(counterparty_name=f"Demo {n}", type="fundraising", month="2023-04") for n in range(150))
    services.publish_profile(owner_of(enterprise), enterprise.id, a_profile(past_deals=deals))
    assert member.get("/workspace/profile").status_code == 200

    send(member, version=str(version_of(enterprise)))

    assert shown(enterprise).past_deals[1:] == deals[100:]
