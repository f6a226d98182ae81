"""Pages of words: in both languages, without a cookie, and true to what the program does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from marketplace.accounts.rules import LINK_LIFE, ORDINARY, Purpose
from marketplace.deals.rules.engagement import ANSWER_WITHIN
from marketplace.deals.rules.parameters import PLACES
from marketplace.discovery.views import about
from marketplace.matching.rules.answers import MONTHS
from marketplace.matching.rules.weights import shipped
from tests.clients import PageClient
from tests.factories.profiles import a_published_enterprise

PAGES = ("about", "help", "about/ranking", "accessibility", "privacy")
LOOKED_AT = (
    *PAGES,
    "",
    "browse",
    "browse/technology/ai",
    "companies",
    "companies?q=demo",
    "kpi",
    "feeds/companies.xml",
)


def words(client: PageClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_in_each_language_what_it_says_in_the_other(client: PageClient, page: str) -> None:
    vietnamese, english = words(client, f"/vi/{page}"), words(client, f"/en/{page}")
    for tag in ("<h1", "<h2", "<p>", "<li>", "<tr>", "<a "):
        assert vietnamese.count(tag) == english.count(tag), tag
    main = english.split("<main")[1].split("</main>")[0].replace("Việt Nam", "")
    quoted = re.sub(r"“[^”]*”", "", main)
    assert not re.search("[ạảãấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", quoted)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_on_and_says_whom_to_write_to_where_it_asks_for_it(client: PageClient, page: str) -> None:
    shown = words(client, f"/vi/{page}")
    assert shown.count('<nav aria-label="Xem thêm"') == 1
    assert ("mailto:" in shown) is (page != "about/ranking")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_is_linked_from_every_page_in_the_same_place(client: PageClient, language: str) -> None:
    for page in LOOKED_AT[:-1]:
        assert words(client, f"/{language}/{page}").count(f'class="help-link" href="/{language}/help"') >= 1, page


def test_looking_sets_no_cookie(client: PageClient, settle: Callable[[], None]) -> None:
    company, _ = a_published_enterprise("Demo Sao")
    settle()
    for page in (*LOOKED_AT, f"companies/{company.id}"):
        assert "Set-Cookie" not in client.get(f"/en/{page}").headers, page


def test_every_cookie_that_is_set_is_told_and_no_other(client: PageClient) -> None:
    told = set(re.findall(r'<td data-label="Cookie">(\w+)</td>', words(client, "/en/privacy")))
    client.get("/en/sign-in")
    client.get("/language/en")
    found = {name for name in ("form", "language") if client.get_cookie(name)}
    assert found == {"form", "language"}
    assert told == {"session", "browser", *found}


def test_times_that_are_told_are_those_that_hold(client: PageClient) -> None:
    help_page, privacy = words(client, "/en/help"), words(client, "/en/privacy")
    sign_up, reset = LINK_LIFE[Purpose.SIGN_UP], LINK_LIFE[Purpose.RESET]
    assert f"{sign_up.total_seconds() / 3600:.0f} hours and {reset.total_seconds() / 60:.0f} minutes" in privacy
    assert f"It holds for {sign_up.total_seconds() / 3600:.0f} hours" in help_page
    assert f"It holds for {reset.total_seconds() / 60:.0f} minutes" in help_page
    idle, absolute = ORDINARY.idle.total_seconds() / 60, ORDINARY.absolute.total_seconds() / 3600
    assert f"after {idle:.0f} minutes without use, and after {absolute:.0f} hours" in help_page
    assert f"at most {absolute:.0f} hours" in privacy
    assert f"{ANSWER_WITHIN.days} days to answer" in help_page
    *others, last = map(str, MONTHS)
    assert f"rest one for {', '.join(others)} or {last} months" in help_page
    assert f"at least {PLACES} mergers" in words(client, "/en/about")


def test_a_priority_that_is_said_to_be_off_is_off(client: PageClient) -> None:
    assert "is switched off" in words(client, "/en/about/ranking")
    for weights in shipped().roles.values():
        table = weights.tables.get("small_firm")
        assert table is None or not any(table.adds)


def test_a_priority_that_is_switched_on_is_told(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is switched off" in words(client, "/en/about/ranking")
    switched = replace(shipped(), version=1001, policies={"small_firm": True, "promising_firm": False})
    monkeypatch.setattr(about, "current", lambda: switched)
    page = words(client, "/en/about/ranking")
    assert "is switched off" not in page
    assert "small firms stand a little higher" in page
    assert "listed as promising" not in page


def test_the_address_to_write_to_is_the_sites_own(app: Flask, client: PageClient) -> None:
    assert f"mailto:{app.extensions['settings'].contact_email}" in words(client, "/vi/accessibility")
