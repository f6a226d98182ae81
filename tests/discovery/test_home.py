"""The first page: what it says on the first day, what happened lately, and what it costs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from marketplace.discovery.presenters.home import OF_EACH_KIND, events
from marketplace.foundation.cache import drop
from tests.clients import PageClient
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise, a_published_investor

Settle = Callable[[], None]


def text(client: PageClient, address: str = "/en/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_first_day_looks_intended(client: PageClient, language: str) -> None:
    page = text(client, f"/{language}/")
    assert page.count("<h1") == 1
    assert "home-events" not in page
    assert f'href="/{language}/browse"' in page
    assert f'href="/{language}/browse/technology/ai"' in page
    assert f'href="/{language}/sign-up"' in page
    assert "home-also" in page
    assert not re.search(r"\b0 (companies|products|investors|doanh nghiệp|sản phẩm|nhà đầu tư)\b", page)


def test_what_there_is_to_find_is_counted(client: PageClient, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển")
    a_published_product(company, actor)
    a_published_product(company, actor, "Demo Kho")
    settle()
    page = text(client)
    assert '<a href="/en/companies">1 company</a>' in page
    assert '<a href="/en/products">2 products</a>' in page
    assert "investor</a>" not in page


def test_what_was_published_last_is_told_with_its_day(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển", province="48")
    a_published_investor("Demo Lotus Fund")
    settle()
    lately = text(client).split('class="home-events"')[1]
    assert "Demo Sao Biển" in lately
    assert "Da Nang" in lately
    assert "Demo Lotus Fund" in lately
    assert "<time datetime=" in lately


def test_of_the_filled_places_the_last_are_told(client: PageClient) -> None:
    moments = [datetime(2027, 1, day, tzinfo=UTC) for day in range(1, 20)]
    with client.application.test_request_context("/en/"):
        told = events([], moments)
    assert [event.when for event in told] == moments[:-3:-1]
    assert "19" in told[0].told


def test_one_kind_does_not_crowd_out_the_other(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển")
    for number in range(OF_EACH_KIND + 2):
        a_published_investor(f"Demo Fund {number}")
    settle()
    lately = text(client).split('class="home-events"')[1].split("</ol>")[0]
    assert "Demo Sao Biển" in lately
    assert lately.count("Demo Fund") == OF_EACH_KIND


def test_the_counts_may_be_half_a_minute_old_and_no_older(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Một")
    settle()
    assert "1 company" in text(client)
    a_published_enterprise("Demo Hai")
    settle()
    assert "1 company" in text(client)
    drop("discovery.counted")
    assert "2 companies" in text(client)


def test_machines_are_told_how_to_search(client: PageClient) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text(client))
    assert found
    site = json.loads(found[1])["@graph"][0]
    assert site["@type"] == "WebSite"
    assert site["potentialAction"]["target"]["urlTemplate"].startswith("http")


def test_the_first_page_costs_the_same_for_more_rows(
    client: PageClient, settle: Settle, count_statements: Callable[[], list[str]]
) -> None:
    company, actor = a_published_enterprise("Demo 0")
    a_published_product(company, actor)
    settle()
    text(client)
    statements = count_statements()
    text(client)
    few = len(statements)
    assert few <= 4
    for number in range(1, 8):
        company, actor = a_published_enterprise(f"Demo {number}")
        a_published_product(company, actor, f"Demo {number}")
    settle()
    text(client)
    statements.clear()
    text(client)
    assert len(statements) <= few
