"""The public page of a party: what it claims and on whose word, its charts, its one thing to do, its data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from marketplace.accounts.models import Person
from marketplace.foundation.clock import today
from marketplace.foundation.database import db
from marketplace.foundation.i18n import force_locale
from marketplace.foundation.text import Localised
from marketplace.profiles.content import Certificate, FigureStatus, YearFigure
from marketplace.profiles.presenters import only_language, public_parts
from tests.factories.accounts import sign_in_as
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from marketplace.foundation.actor import Actor
    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")
YEARS = tuple(YearFigure(year, revenue_usd=year * 1000, export_usd=None) for year in (2021, 2023, 2024))


@pytest.fixture
def english(app: Flask, database: object) -> Iterator[None]:
    with app.test_request_context("/en/"), force_locale("en"):
        yield


def entered(app: Flask, actor: Actor) -> PageClient:
    visitor: PageClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(visitor, db.session.get_one(Person, str(actor.person_id)), actor.organisation_id)
    return visitor


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.usefixtures("english")
def test_a_chart_needs_two_years_and_leaves_no_year_out() -> None:
    made = public_parts(a_profile(figures=YEARS)).charts
    assert [chart.title for chart in made] == ["Total revenue, US dollars"]
    assert [row[0] for row in made[0].rows] == ["2021", "2022", "2023", "2024"]
    assert made[0].rows[1][1] == "—"
    assert public_parts(a_profile(figures=YEARS[:1])).charts == ()
    of_one_market = tuple(replace(each, market="JP") for each in YEARS)
    assert public_parts(a_profile(figures=of_one_market)).charts == ()


@pytest.mark.usefixtures("english")
def test_a_claim_says_who_stands_behind_it_and_until_when() -> None:
    tomorrow, yesterday = today() + timedelta(days=1), today() - timedelta(days=1)
    claims = public_parts(
        a_profile(
            figures=(*YEARS, YearFigure(2025, revenue_usd=1, status=FigureStatus.VERIFIED)),
            certificates=(
                Certificate("iso_27001", body="Demo Assurance", valid_until=tomorrow),
                Certificate("iso_9001", valid_until=yesterday),
            ),
        )
    ).claims
    assert [(claim.label, claim.is_checked) for claim in claims] == [
        ("Figures of 2025", True),
        ("ISO/IEC 27001", False),
    ]
    assert "Demo Assurance" in claims[1].behind
    assert str(tomorrow.year) in claims[1].behind
    assert "stated by the enterprise" in claims[1].behind


@pytest.mark.usefixtures("english")
def test_what_is_only_in_the_other_language_is_said() -> None:
    assert only_language(Localised(vi="Một"), Localised(vi="Hai")) == "vi"
    assert only_language(Localised(vi="Một", en="One"), Localised(vi="Hai")) is None
    assert only_language(Localised()) is None


def test_texts_in_one_language_are_marked_on_the_other_page(client: PageClient) -> None:
    enterprise, _actor = a_published_enterprise(
        "Demo Chim Én", summary=Localised(en="Swift deliveries"), description=Localised(en="All over")
    )
    page = client.get(f"/vi/companies/{enterprise.id}").text
    assert "chỉ có bằng tiếng Anh" in page
    assert re.search(r'<p class="lead" lang="en">Swift deliveries', page)
    assert "chỉ có bằng" not in client.get(f"/en/companies/{enterprise.id}").text


def test_a_visitor_has_one_thing_to_do_and_is_told_of_nothing_that_is_missing(client: PageClient) -> None:
    enterprise, _actor = a_published_enterprise("Demo Chim Sẻ")
    investor, _other = a_published_investor("Demo Quỹ")
    for address in (f"/en/companies/{enterprise.id}", f"/en/investors/{investor.id}"):
        page = client.get(address).text
        main = page.split("<main", 1)[1].split("</main>", 1)[0]
        assert main.count("button-primary") == 1
        assert f"/en/sign-in?next={address}" in main
        assert "How well you fit" not in main
        assert 'class="score"' not in main


def test_a_member_sees_the_fit_and_its_reasons_and_nobody_their_own(app: Flask) -> None:
    enterprise, owner = a_published_enterprise("Demo Sếu", sectors=("finance",), technologies=("ai",))
    investor, fund = a_published_investor("Demo Quỹ Sếu", sectors=("finance",), technologies=("ai",))
    reader = entered(app, fund)
    page = reader.get(f"/en/companies/{enterprise.id}").text
    assert "How well you fit" in page
    assert "Every part of the score" in page
    own = entered(app, owner)
    assert "How well you fit" not in own.get(f"/en/companies/{enterprise.id}").text
    assert "Edit this page" in own.get(f"/en/companies/{enterprise.id}").text
    assert "How well you fit" in own.get(f"/en/investors/{investor.id}").text


def test_the_data_for_machines_is_what_the_page_shows(client: PageClient) -> None:
    enterprise, _actor = a_published_enterprise(
        "Demo </script><script>alert(1)</script>",
        website="demo.example",
        founded_year=2016,
        province="01",
        certificates=(Certificate("iso_27001", valid_until=date(2030, 1, 1)),),
    )
    page = client.get(f"/en/companies/{enterprise.id}").text
    data = data_of(page)
    assert data["@type"] == "Organization"
    assert data["sameAs"] == "https://demo.example"
    assert data["foundingDate"] == "2016"
    assert data["url"].endswith(f"/en/companies/{enterprise.id}")
    assert "alert(1)</script>" not in page
