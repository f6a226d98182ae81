"""What pages say about themselves: one address, every language, and data that no text can break out of."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.head import DESCRIPTION, PageHead, Shown, absolute, data_block, shown
from tests.factories.accounts import sign_in_as
from tests.factories.organisations import a_member, an_enterprise

if TYPE_CHECKING:
    from flask import Flask

    from tests.clients import PageClient

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    '"><img src=x onerror=alert(1)>',
    "Công ty\u2028Demo\u2029& Con",
    "' onload='alert(1)",
    "{{ 7 * 7 }}",
)
SITE = "http://127.0.0.1:8000"


def shown_at(app: Flask, path: str, head: PageHead | None = None) -> Shown:
    with app.test_request_context(path):
        app.preprocess_request()
        return shown(head)


def links(page: str, rel: str) -> list[dict[str, str]]:
    found = re.findall(rf'<link rel="{rel}"([^>]*)>', page)
    return [{name: html.unescape(value) for name, value in re.findall(r'([a-z:]+)="([^"]*)"', each)} for each in found]


def meta(page: str, name: str) -> str | None:
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', page)
    return html.unescape(found[1]) if found else None


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ends_the_data(text: str) -> None:
    written = str(data_block({"@type": "Organization", "name": text, text: {"name": [text]}}))
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written)["name"] == text
    assert json.loads(written)[text]["name"] == [text]


@given(st.text())
def test_data_comes_back_as_it_was_said(text: str) -> None:
    written = str(data_block({"name": f"x{text}"}))
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"@context": "https://schema.org", "name": f"x{text}"}


def test_data_leaves_out_what_is_not_known_and_names_whole_addresses(app: Flask) -> None:
    with app.app_context():
        data = json.loads(
            str(
                data_block(
                    [
                        {
                            "@type": "Product",
                            "url": "/vi/products/1",
                            "name": "/vi",
                            "brand": None,
                            "offers": {"a": ""},
                        },
                        {"@type": "Organization", "sameAs": ["/vi/", "https://demo.example", "//elsewhere.example"]},
                    ]
                )
            )
        )
    assert data["@graph"] == [
        {"@type": "Product", "url": f"{SITE}/vi/products/1", "name": "/vi"},
        {"@type": "Organization", "sameAs": [f"{SITE}/vi/", "https://demo.example", "//elsewhere.example"]},
    ]


def test_a_page_has_one_address_whatever_was_added_to_it(app: Flask) -> None:
    plain = shown_at(app, "/vi/companies")
    tracked = shown_at(app, "/vi/companies?utm_source=x&fbclid=y&q=&sort=name&page=1")
    assert plain.address == tracked.address == f"{SITE}/vi/companies"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("2", "?page=2"), ("1", ""), ("0", ""), ("-3", ""), ("²", ""), ("x", ""), ("3&page=", "?page=3")],
)
def test_a_later_page_of_a_list_has_an_address_of_its_own(app: Flask, asked: str, kept: str) -> None:
    assert shown_at(app, f"/en/companies?page={asked}").address == f"{SITE}/en/companies{kept}"


def test_a_page_says_which_questions_make_another_page(app: Flask) -> None:
    head = PageHead(kept=("q", "sector"), indexed=False)
    found = shown_at(app, "/en/companies?sector=health&q=h%C3%A0+n%E1%BB%99i&x=1&sector=agri&lang=vi", head)
    assert found.address == f"{SITE}/en/companies?q=h%C3%A0+n%E1%BB%99i&sector=health&sector=agri"
    assert not found.indexed


def test_the_address_never_comes_from_what_a_request_claims(app: Flask) -> None:
    with app.test_request_context("/vi/companies", base_url="https://evil.example"):
        app.preprocess_request()
        assert shown().address == f"{SITE}/vi/companies"
        assert absolute("/x") == f"{SITE}/x"


def test_every_language_is_named_with_the_same_page(client: PageClient) -> None:
    page = client.get("/en/about?page=2&utm_source=x").text
    found = {each["hreflang"]: each["href"] for each in links(page, "alternate") if "hreflang" in each}
    assert found["vi"] == found["x-default"] == f"{SITE}/vi/about?page=2"
    assert found["en"] == f"{SITE}/en/about?page=2"
    assert links(page, "canonical")[0]["href"] == found["en"]
    assert meta(page, "og:url") == found["en"]
    assert meta(page, "og:locale") == "en_US"
    assert meta(page, "og:locale:alternate") == "vi_VN"


def test_the_first_page_lets_the_browser_choose(client: PageClient) -> None:
    found = {each.get("hreflang"): each["href"] for each in links(client.get("/vi/").text, "alternate")}
    assert found["x-default"] == f"{SITE}/"


@pytest.mark.parametrize("path", ["/vi/sign-in", "/vi/sign-up", "/vi/reset", "/vi/nowhere", "/vi/companies/none"])
def test_what_is_not_to_be_found_says_so(client: PageClient, path: str) -> None:
    assert meta(client.get(path).text, "robots") == "noindex"


def test_a_private_page_says_nothing_about_itself(client: PageClient) -> None:
    organisation = an_enterprise()
    sign_in_as(client, a_member(organisation), organisation.id)
    answer = client.get("/workspace")
    page = answer.text
    assert answer.status_code == 200
    assert meta(page, "robots") == "noindex"
    assert links(page, "canonical") == []
    assert meta(page, "og:title") is None


def test_a_public_page_is_to_be_found(client: PageClient) -> None:
    page = client.get("/vi/companies").text
    assert meta(page, "robots") is None
    assert meta(page, "og:title")
    assert meta(page, "twitter:card") in {"summary", "summary_large_image"}


@pytest.mark.parametrize(
    ("path", "type_"),
    [("about", "AboutPage"), ("help", "WebPage"), ("privacy", "WebPage"), ("search", "WebPage")]
    + [(each, "CollectionPage") for each in ("browse", "companies", "products", "investors")],
)
def test_a_page_without_data_of_its_own_says_which_page_it_is(client: PageClient, path: str, type_: str) -> None:
    page = client.get(f"/en/{path}").text
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert data, path
    said = json.loads(data[1])
    assert (said["@type"], said["url"], said["inLanguage"]) == (type_, f"{SITE}/en/{path}", "en")
    assert said["isPartOf"]["url"] == f"{SITE}/en/"
    assert said["description"] == meta(page, "description")


def test_a_page_that_is_none_to_find_says_nothing_about_its_kind(client: PageClient) -> None:
    assert "application/ld+json" not in client.get("/en/sign-in").text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(app: Flask, text: str) -> None:
    from flask import render_template_string  # noqa: PLC0415 - only here

    head = PageHead(description=text, structured={"name": text}, picture="/x.png", feeds=((text, "/vi/"),))
    source = '{% extends "layouts/public.html" %}{% block title %}{{ name }}{% endblock %}'
    with app.test_request_context("/vi/companies"):
        app.preprocess_request()
        page = render_template_string(source, name=text, head=head)
    assert "<script>" not in page
    assert "<img src=x" not in page
    assert meta(page, "description") == " ".join(text.split())
    assert meta(page, "og:title") == " ".join(text.split()) or meta(page, "og:title") == text
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert data
    assert json.loads(data[1])["name"] == text


def test_a_long_description_ends_between_two_words(app: Flask) -> None:
    found = shown_at(app, "/vi/companies", PageHead(description="Nền tảng  số\nquốc gia. " * 40))
    assert len(found.description) <= DESCRIPTION
    assert found.description.endswith("…")
    assert "  " not in found.description
    assert "\n" not in found.description


def test_no_page_repeats_the_host_that_a_request_claims(client: PageClient) -> None:
    page = client.get("/en/kpi?page=1", headers={"Host": "elsewhere.example"}).text
    assert "elsewhere.example" not in page
    assert f'<p class="print-only">{SITE}/en/kpi?page=1</p>' in page
