"""The first page and the search pages, as visitors use them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from marketplace.discovery import services, views
from marketplace.foundation.text import Localised
from marketplace.profiles import services as profiles
from tests.clients import PageClient
from tests.factories.products import a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise

Settle = Callable[[], None]
PAGES = ["companies", "products", "investors"]


def text(client: PageClient, address: str) -> str:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def words_of(client: PageClient, address: str) -> str:
    return text(client, address).replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize(
    ("headers", "cookie", "language"),
    [
        ({}, None, "vi"),
        ({"Accept-Language": "en-GB,en;q=0.9"}, None, "en"),
        ({"Accept-Language": "fr"}, None, "vi"),
        ({"Accept-Language": "en"}, "vi", "vi"),
        ({"Accept-Language": "vi"}, "en", "en"),
    ],
)
def test_the_bare_address_leads_to_the_readers_language(
    client: PageClient, headers: dict[str, str], cookie: str | None, language: str
) -> None:
    if cookie:
        client.set_cookie("language", cookie)
    answer = client.get("/", headers=headers)
    assert (answer.status_code, answer.location) == (302, f"/{language}/")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_first_page_says_what_this_is_and_leads_on(client: PageClient, language: str, settle: Settle) -> None:
    company, actor = a_published_enterprise()
    a_published_product(company, actor, "Demo Ví Sao")
    settle()
    page = text(client, f"/{language}/")
    assert "Demo Ví Sao" in page
    assert "25" in page
    for leads_to in PAGES:
        assert f'href="/{language}/{leads_to}"' in page


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_empty_place_says_so_and_leads_on(client: PageClient, language: str, page: str) -> None:
    assert client.get(f"/{language}/{page}").status_code == 200
    assert f'href="/{language}/{page}"' in text(client, f"/{language}/{page}?q=nothing&sector=health")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        "page=99999999999999999999",
        "technology=no_such_thing",
        "technology=&sector=",
        "sort=money",
        "q=%ff%ed%a0%80",
        "q=" + "x" * 3000,
        "q=%22&q=b",
        "q=(((&page=2",
        "province=01&province=99&country=XX&market=__",
        "ticket_band=lots&stage=%3Cscript%3E",
        "unknown=1",
        "lang=xx",
        "q=AND+OR+NOT+*+%3F+~+%5E",
        "q=%F0%9F%9A%80%F0%9F%87%BB%F0%9F%87%B3",
        "q=%D8%B4%D8%B1%D9%83%D8%A9&exact=1",
        "q=!!!...---",
        "q=a+%22%22+%22&exact=2",
        "q=" + "%E1%BA%BF" * 400,
        "q=%E2%80%AE%E2%81%A6",
    ],
)
def test_a_strange_address_is_answered(client: PageClient, page: str, query: str) -> None:
    assert client.get(f"/vi/{page}?{query}", follow_redirects=True).status_code == 200


def test_a_choice_nobody_offers_is_left_out_and_said(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển")
    settle()
    page = text(client, "/en/companies?technology=no_such_thing")
    assert "Demo Sao Biển" in page
    assert "Technology" in page
    assert "left it out" in page


def test_a_search_shows_who_matches_and_marks_why(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển")
    a_published_enterprise("Demo Bình Minh", summary=Localised(vi="Cảm biến nông nghiệp"))
    settle()
    page = text(client, "/vi/companies?q=cam+bien")
    assert "Demo Bình Minh" in page
    assert "Demo Sao Biển" not in page
    assert "<mark>Cảm biến</mark>" in page


def test_a_place_or_market_typed_as_a_word_is_found(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển", province="48", markets=("JP",))
    a_published_enterprise("Demo Bình Minh", province="01", markets=("SG",))
    settle()
    for words in ("da+nang", "Nhật+Bản", "japan"):
        page = text(client, f"/vi/companies?q={words}")
        assert "Sao Biển" in page
        assert "Bình Minh" not in page


def test_a_result_shows_the_part_that_matched(client: PageClient, settle: Settle) -> None:
    long = "Một hai ba bốn năm sáu bảy tám chín mười. " * 12 + "Cuối cùng là máy sấy nông sản. " + "Hết rồi. " * 90
    a_published_enterprise("Demo Sao Biển", description=Localised(vi=long))
    settle()
    page = text(client, "/vi/companies?q=máy+sấy")
    assert "<mark>máy sấy</mark>" in page
    assert page.count("Một hai ba") < 3
    assert "Phần mềm kế toán" in text(client, "/vi/companies")


def test_names_on_an_english_page_come_in_the_order_of_english_names(client: PageClient, settle: Settle) -> None:
    for number, named in enumerate((Localised(vi="Zeta", en="Demo Alpha"), Localised(vi="Anpha", en="Demo Beta"))):
        company, actor = a_published_enterprise(f"Demo {number}")
        profiles.publish_profile(actor, company.id, replace(a_profile(), name=named))
    settle()
    english, vietnamese = text(client, "/en/companies"), text(client, "/vi/companies")
    assert english.index(">Demo Alpha<") < english.index(">Demo Beta<")
    assert vietnamese.index(">Anpha<") < vietnamese.index(">Zeta<")


def test_what_people_wrote_stays_text(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao", summary=Localised(en="<script>alert(1)</script> sensors"))
    settle()
    page = text(client, "/en/companies?q=%3Cscript%3Ealert")
    assert "<script>alert" not in page
    assert "&lt;" in page


def test_filters_narrow_and_their_counts_stay(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển", province="01", sectors=("finance",))
    a_published_enterprise("Demo Bình Minh", province="79", sectors=("health",))
    settle()
    page = text(client, "/en/companies?province=79")
    assert "Demo Bình Minh" in page
    assert "Demo Sao Biển" not in page
    assert 'href="/en/companies?province=01&amp;province=79"' in page
    assert 'href="/en/companies"' in page


def test_pages_follow_one_another(client: PageClient, settle: Settle) -> None:
    for n in range(23):
        a_published_enterprise(f"Demo Số {n:02}")
    settle()
    first, second = text(client, "/vi/companies?q=demo"), text(client, "/vi/companies?q=demo&page=2")
    assert first.count('<article class="result">') == 20
    assert second.count('<article class="result">') == 3
    assert "q=demo&amp;page=2" in first or "page=2&amp;q=demo" in first
    assert 'href="/vi/companies?q=demo"' in text(client, "/vi/companies?q=demo&page=9")


def test_names_come_in_vietnamese_order(client: PageClient, settle: Settle) -> None:
    for name in ("Demo Đà", "Demo Dừa", "Demo Ăn", "Demo Âm", "Demo An"):
        company, actor = a_published_enterprise(name)
        profiles.publish_profile(actor, company.id, replace(a_profile(name), name=Localised(vi=name)))
    settle()
    page = text(client, "/vi/companies?sort=name")
    places = [page.index(f">{name}<") for name in ("Demo An", "Demo Ăn", "Demo Âm", "Demo Dừa", "Demo Đà")]
    assert places == sorted(places)


def test_a_stale_index_shows_no_row_too_many(client: PageClient, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển")
    a_published_enterprise("Demo Bình Minh")
    settle()
    profiles.withdraw_profile(actor, company.id)
    page = words_of(client, "/vi/companies?q=demo")
    assert "Demo Sao Biển" not in page
    assert "Demo Bình Minh" in page


def test_a_search_page_asks_the_database_no_more_for_more_rows(
    app: Flask, client: PageClient, settle: Settle, count_statements: Callable[[], list[str]]
) -> None:
    a_published_enterprise("Demo 0")
    settle()
    statements = count_statements()
    text(client, "/vi/companies?q=demo")
    few = len(statements)
    for n in range(1, 12):
        a_published_enterprise(f"Demo {n}")
    services.rebuild()
    statements.clear()
    text(client, "/vi/companies?q=demo")
    assert len(statements) == few


def test_searches_from_one_address_are_counted_and_lists_are_not(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[tuple[str, str]] = []
    monkeypatch.setattr(views.search, "hit", lambda name, key: counted.append((name, key)))
    for question in ("", "page=2", "q=cloud", "technology=ai"):
        assert client.get(f"/vi/companies?{question}").status_code == 200
    assert counted == [("search.address", "127.0.0.1")] * 2
