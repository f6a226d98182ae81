"""Walking through what is published: overview, taxonomies, and one page for each code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from marketplace.discovery import services
from marketplace.discovery.queries.browsing import COUNTED
from marketplace.discovery.queries.terms import browsed_term, successor
from marketplace.discovery.rules import Kind
from marketplace.discovery.rules.browsing import BROWSED, kinds_bearing, most
from marketplace.foundation import search
from marketplace.foundation.cache import drop
from marketplace.profiles import services as profiles
from marketplace.reference import queries as reference
from search_index.engine import SearchUnavailable
from tests.clients import PageClient
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise, a_published_investor

Settle = Callable[[], None]


@pytest.fixture
def fresh(settle: Settle) -> Settle:
    """Do what follows, and count anew."""

    def done() -> None:
        settle()
        drop(COUNTED)

    return done


def text(client: PageClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def data_of(page: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    graph: list[dict[str, Any]] = json.loads(found[1])["@graph"]
    return graph


def test_most_are_in_the_order_of_their_counts() -> None:
    assert most({"b": 2, "a": 2, "c": 9, "d": 1}, 3) == [("c", 9), ("a", 2), ("b", 2)]


@pytest.mark.parametrize("taxonomy", BROWSED)
def test_every_taxonomy_is_borne_by_companies(taxonomy: str) -> None:
    assert Kind.COMPANY in kinds_bearing(taxonomy)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("taxonomy", BROWSED)
def test_a_taxonomy_shows_all_its_codes_before_anything_is_published(
    client: PageClient, language: str, taxonomy: str
) -> None:
    page = text(client, f"/{language}/browse/{taxonomy}")
    offered = {entry.country for entry in reference.markets()} if taxonomy == "market" else None
    codes = offered or {code for code, _ in reference.choices(taxonomy, language)}
    assert all(f'href="/{language}/browse/{taxonomy}/{code}"' in page for code in codes)


def test_the_overview_leads_to_every_taxonomy(client: PageClient) -> None:
    page = text(client, "/vi/browse")
    assert all(f'href="/vi/browse/{taxonomy}"' in page for taxonomy in BROWSED)


def test_a_taxonomy_counts_what_is_published(client: PageClient, fresh: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao", technologies=("quantum",))
    a_published_product(company, actor, technologies=("quantum",))
    a_published_enterprise("Demo Trăng", technologies=("quantum",))
    fresh()
    row = text(client, "/en/browse/technology").split("Quantum computing")[1].split("</tr>")[0]
    assert '<a href="/en/companies?technology=quantum" rel="nofollow">2</a>' in row
    assert '<a href="/en/products?technology=quantum" rel="nofollow">1</a>' in row


def test_what_is_withdrawn_is_neither_counted_nor_shown(client: PageClient, fresh: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển", technologies=("quantum",))
    fresh()
    assert "Demo Sao Biển" in text(client, "/vi/browse/technology/quantum")
    profiles.withdraw_profile(actor, company.id)
    assert "Demo Sao Biển" not in text(client, "/vi/browse/technology/quantum")
    fresh()
    page = text(client, "/vi/browse/technology/quantum")
    assert "Demo Sao Biển" not in page
    assert "term-numbers" not in page


def test_one_code_shows_who_bears_it_and_where_it_leads(client: PageClient, fresh: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao", sectors=("health",), province="48", markets=("JP",))
    a_published_product(company, actor, "Demo Kính", sectors=("health",))
    a_published_investor("Demo Quỹ", sectors=("health",))
    a_published_enterprise("Demo Khác", sectors=("energy",))
    fresh()
    page = text(client, "/en/browse/sector/health")
    for shown in ("Demo Sao", "Demo Kính Wallet", "Demo Quỹ"):
        assert shown in page
    assert "Demo Khác" not in page
    assert 'href="/en/companies?sector=health"' in page
    assert 'href="/en/companies?sector=health&amp;province=48"' in page
    assert 'href="/en/browse/sector/energy"' in page


def test_a_code_says_what_else_it_is_called(client: PageClient) -> None:
    page = text(client, "/en/browse/technology/ai")
    assert "Trí tuệ nhân tạo" in page
    assert "TTNT" in page
    assert "Strategic technology" in page
    term = data_of(page)[0]
    assert (term["@type"], term["termCode"], term["name"]) == ("DefinedTerm", "ai", "Artificial intelligence")
    assert "AI" in term["alternateName"]
    assert term["inDefinedTermSet"]["@type"] == "DefinedTermSet"


@pytest.mark.parametrize(
    "address",
    [
        "technology/no",
        "sector/ai",
        "market/XX",
        "market/jp",
        "province/99",
        "province/zz",
        "stage/seed",
        "technology/AI",
    ],
)
def test_what_nobody_knows_is_not_there(client: PageClient, address: str) -> None:
    assert client.get(f"/en/browse/{address}").status_code == 404


@pytest.mark.parametrize(("old", "now"), [("02", "08"), ("06", "19")])
def test_the_code_of_a_former_province_leads_to_its_successor(client: PageClient, old: str, now: str) -> None:
    answer = client.get(f"/vi/browse/province/{old}")
    assert (answer.status_code, answer.location) == (301, f"/vi/browse/province/{now}")


def test_every_former_province_leads_to_one_that_exists(app: Flask) -> None:
    with app.test_request_context("/vi/"):
        for province in reference.snapshot().provinces:
            leads_to = successor("province", province.code) or province.code
            assert browsed_term("province", leads_to).code == leads_to


def test_a_province_says_what_it_was_formed_from(client: PageClient) -> None:
    page = text(client, "/vi/browse/province/08")
    assert "Hà Giang, Tuyên Quang" in page or "Tuyên Quang, Hà Giang" in page
    assert "01/7/2025" not in text(client, "/vi/browse/province/01")


def test_the_map_has_every_province_once(client: PageClient, fresh: Settle) -> None:
    a_published_enterprise("Demo Sao", province="48")
    fresh()
    page = text(client, "/en/browse/province")
    assert page.count('class="tile tile-shade-') == 34
    assert 'aria-label="Da Nang: 1"' in page


def test_a_code_that_nothing_bears_leads_on_and_is_not_offered_to_machines(client: PageClient) -> None:
    page = text(client, "/vi/browse/technology/6g")
    assert 'name="robots" content="noindex"' in page
    assert 'href="/vi/browse/technology"' in page


def test_while_the_index_is_away_no_number_is_made_up(
    client: PageClient, fresh: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_published_enterprise("Demo Sao", technologies=("quantum",))
    fresh()

    class Away:
        def search(self, _query: object) -> None:
            raise SearchUnavailable("away")

    monkeypatch.setattr(search, "engine", Away)
    page = text(client, "/en/browse/technology")
    assert "counted anew" in page
    assert ">0</span>" not in page
    assert "Demo Sao" in text(client, "/en/browse/technology/quantum")
    assert text(client, "/en/").count("<h1") == 1


def test_one_code_costs_the_same_for_more_rows(
    client: PageClient, fresh: Settle, count_statements: Callable[[], list[str]]
) -> None:
    def cost() -> int:
        text(client, "/vi/browse/sector/health")
        statements.clear()
        text(client, "/vi/browse/sector/health")
        return len(statements)

    company, actor = a_published_enterprise("Demo 0", sectors=("health",))
    a_published_product(company, actor, sectors=("health",))
    fresh()
    statements = count_statements()
    few = cost()
    assert few <= 4
    for number in range(1, 8):
        company, actor = a_published_enterprise(f"Demo {number}", sectors=("health",))
        a_published_product(company, actor, f"Demo {number}", sectors=("health",))
    services.rebuild()
    assert cost() <= few
