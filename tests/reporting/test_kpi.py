"""The page of the national target: what everybody sees, what officers open, and the tables as files."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from marketplace.deals.queries import counted
from marketplace.foundation.clock import now
from marketplace.reporting.presenters import breakdown, kpi_page
from marketplace.reporting.presenters.tables import _plain
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.deals import a_pair, a_verified_deal, officers
from tests.factories.organisations import a_ministry_unit, a_staff_actor

if TYPE_CHECKING:
    from flask import Flask

    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")
KINDS = ("steps", "quarter", "sector", "country")


def an_officer(app: Flask) -> PageClient:
    visitor: PageClient = app.test_client()  # type: ignore[assignment]
    person, unit = a_person(language="en"), a_ministry_unit()
    a_staff_actor(unit, person=person)
    sign_in_as(visitor, person, unit.organisation_id)
    return visitor


def table(client: PageClient, kind: str, language: str = "en") -> list[list[str]]:
    response = client.get(f"/{language}/kpi/{kind}.csv")
    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    assert response.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(response.data.decode("utf-8-sig"))))


def many_counted(number: int, countries: str = "SG JP") -> list[counted.CountedDeal]:
    """That many counted deals, each of its own two parties, the partners' countries taking turns."""
    codes = countries.split()
    return [
        counted.CountedDeal(
            deal_id=f"deal {place}",
            filled_at=now(),
            home=frozenset({f"home {place}"}),
            organisation_ids=(),
            abroad=frozenset({f"abroad {place}"}),
            country=codes[place % len(codes)],
        )
        for place in range(number)
    ]


def test_a_single_counted_deal_is_not_broken_down_for_everybody(client: PageClient) -> None:
    a_verified_deal(a_pair(), officers())
    page = client.get("/en/kpi").text
    assert "1 / 25" in page
    assert "fewer than 5 could point to a single company" in page
    assert "Singapore" not in page
    for kind in KINDS[1:]:
        assert table(client, kind)[1:2] == [["Total", "1"]]


def test_officers_see_each_cell_and_open_the_deals_behind_it(app: Flask, client: PageClient) -> None:
    pair = a_pair()
    a_verified_deal(pair, officers())
    officer = an_officer(app)
    page = officer.get("/en/kpi").text
    assert "/staff/tiers/counted?country=SG" in page
    assert table(officer, "country")[1] == ["Singapore", "1"]
    assert pair.enterprise.name.en in officer.get("/staff/tiers/counted?country=SG").text
    assert pair.enterprise.name.en not in officer.get("/staff/tiers/counted?country=JP").text
    assert client.get("/staff/tiers/counted?country=SG").status_code == 302


def test_groups_that_are_large_enough_are_drawn_with_their_table(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breakdown, "counted_deals", lambda: many_counted(12))
    a_verified_deal(a_pair(), officers())
    page = client.get("/en/kpi").text
    assert page.count('class="chart chart-bars"') == 3
    assert table(client, "country")[1:3] == [["Japan", "6"], ["Singapore", "6"]]


def test_the_first_day_looks_intended(client: PageClient) -> None:
    page = client.get("/en/kpi").text
    assert "0 / 25" in page
    assert page.count('class="count-place"') == 25
    assert "chart-funnel" not in page
    assert "No deal is counted yet" in page


def test_every_number_opens_what_it_means_for_everybody(client: PageClient) -> None:
    page = client.get("/en/kpi").text
    for tier in ("introduced", "signed", "closed", "verified", "counted"):
        assert f"/en/kpi#meaning-{tier}" in page
        assert f'id="meaning-{tier}"' in page
    assert "/staff/" not in page


def test_the_tables_speak_both_languages_and_say_when_and_from_where(client: PageClient) -> None:
    english, vietnamese = table(client, "steps"), table(client, "steps", "vi")
    assert english[0] != vietnamese[0]
    assert len(english) == len(vietnamese) == 9
    assert english[-2][0] == "As of"
    assert english[-1][0] == "Source"
    assert client.get("/en/kpi/names.csv").status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert _plain(text) == f"'{text}"


def test_the_page_describes_itself_as_data(client: PageClient) -> None:
    page = client.get("/vi/kpi").text
    assert '"@type":"Dataset"' in page
    assert "/vi/kpi/country.csv" in page


def test_places_are_numbered_and_the_first_are_filled() -> None:
    a_verified_deal(a_pair(), officers())
    page = kpi_page()
    assert [place.number for place in page.places] == list(range(1, 26))
    assert [place.filled for place in page.places] == [True] + [False] * 24
