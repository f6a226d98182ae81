"""What machines read: feeds, lists of addresses, and what they may not follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from flask import Flask

from marketplace.discovery.queries import addresses
from marketplace.discovery.rules.feeds import ADDRESSES_IN_PART, ENTRIES, readable
from marketplace.foundation.actor import acting_as
from marketplace.foundation.cache import drop
from marketplace.foundation.i18n import languages
from marketplace.foundation.text import Localised
from marketplace.products import services as products
from marketplace.products.services import NewProduct
from marketplace.profiles import services as profiles
from tests.clients import PageClient
from tests.factories.organisations import an_actor, an_enterprise
from tests.factories.products import a_product, a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

Settle = Callable[[], None]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
SITE = "http://127.0.0.1:8000"
MACHINES = ("/en/feeds/companies.xml", "/vi/feeds/products.xml", "/sitemap.xml", "/sitemap/pages.xml", "/robots.txt")


def xml(client: PageClient, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return ElementTree.fromstring(answer.get_data())  # noqa: S314 - our own answer


def places(root: ElementTree.Element) -> list[str]:
    return [found.text or "" for found in root.iter(f"{MAP}loc")]


def every_address(client: PageClient) -> list[str]:
    """All that machines are told of, through the list of lists."""
    lists = [place.removeprefix(SITE) for place in places(xml(client, "/sitemap.xml"))]
    return [place for each in lists for place in places(xml(client, each))]


def test_no_character_is_left_that_xml_cannot_hold() -> None:
    assert readable("a\x00\x0b\ufffe\ud800b\tc\nđ😀") == "ab\tc\nđ😀"


@pytest.mark.parametrize("named", ["companies", "products", "investors"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_feed_of_nothing_is_a_feed(client: PageClient, language: str, named: str) -> None:
    root = xml(client, f"/{language}/feeds/{named}.xml")
    assert root.tag == f"{ATOM}feed"
    assert all(root.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    own = next(link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert own.get("href") == f"{SITE}/{language}/feeds/{named}.xml"


def test_lists_of_addresses_and_pages_name_the_same_page_for_other_languages(client: PageClient) -> None:
    listed = xml(client, "/sitemap/pages.xml")
    for path in ("", "about", "search"):
        place = next(each for each in listed if each.findtext(f"{MAP}loc") == f"{SITE}/en/{path}")
        default = next(link.get("href") for link in place.findall(LINK) if link.get("hreflang") == "x-default")
        assert f'hreflang="x-default" href="{default}"' in client.get(f"/en/{path}").text, path


@pytest.mark.parametrize("named", ["companies", "products", "investors"])
def test_a_list_names_its_own_feed(client: PageClient, named: str) -> None:
    page = client.get(f"/en/{named}").text
    assert f'href="{SITE}/en/feeds/{named}.xml"' in page
    assert page.count("application/atom+xml") == 1


def test_a_feed_tells_what_was_published_last_first(client: PageClient, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao <Biển> & Co")
    older = a_published_product(company, actor, "Demo Cũ")
    newer = a_published_product(company, actor, "Demo Mới", summary=Localised(vi="Mới", en="New \x0b one"))
    settle()
    entries = xml(client, "/en/feeds/products.xml").findall(f"{ATOM}entry")
    links = [entry.find(f"{ATOM}link") for entry in entries]
    hrefs = [link.get("href") for link in links if link is not None]
    assert set(hrefs) == {f"{SITE}/en/products/{newer}", f"{SITE}/en/products/{older}"}
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") == "Demo Sao <Biển> & Co" for entry in entries)
    assert entries[0].find(f"{ATOM}category") is not None
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert client.get("/en/feeds/products.xml").mimetype == "application/atom+xml"


def test_a_feed_stays_short(client: PageClient, settle: Settle) -> None:
    for number in range(ENTRIES + 2):
        a_published_enterprise(f"Demo {number}")
    settle()
    assert len(xml(client, "/vi/feeds/companies.xml").findall(f"{ATOM}entry")) == ENTRIES


def test_feeds_are_announced_where_people_look(client: PageClient) -> None:
    page = client.get("/vi/").get_data(as_text=True)
    assert f'type="application/atom+xml" title="Vươn: Sản phẩm mới nhất" href="{SITE}/vi/feeds/products.xml"' in page


@pytest.mark.parametrize("address", MACHINES)
def test_who_has_it_already_is_told_so(client: PageClient, settle: Settle, address: str) -> None:
    company, actor = a_published_enterprise("Demo Sao")
    a_published_product(company, actor)
    settle()
    first = client.get(address)
    assert "max-age" in first.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


def test_what_changed_is_sent_again(client: PageClient, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao")
    other, its_actor = a_published_enterprise("Demo Trăng")
    settle()
    held = {each: client.get(each).headers["ETag"] for each in ("/vi/feeds/companies.xml", "/sitemap/companies-1.xml")}
    since = client.get("/vi/feeds/companies.xml").headers["Last-Modified"]
    same = client.get("/vi/feeds/companies.xml", headers={"If-Modified-Since": since})
    assert same.status_code == 304
    profiles.withdraw_profile(its_actor, other.id)
    profiles.publish_profile(actor, company.id, replace(a_profile("Demo Sao"), summary=Localised(vi="Khác")))
    settle()
    for address, tag in held.items():
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200, address


def test_every_address_that_machines_are_told_of_answers_everybody(client: PageClient, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao")
    product = a_published_product(company, actor)
    investor, _ = a_published_investor()
    settle()
    drop("discovery.counted")
    told = every_address(client)
    for wanted in (f"companies/{company.id}", f"products/{product}", f"investors/{investor.id}", "browse/market/JP"):
        assert {f"{SITE}/vi/{wanted}", f"{SITE}/en/{wanted}"} <= set(told)
    assert len(told) == len(set(told))
    for address in told:
        assert client.get(address.removeprefix(SITE)).status_code == 200, address


def test_each_address_names_the_same_page_in_every_language(client: PageClient, settle: Settle) -> None:
    company, _ = a_published_enterprise("Demo Sao")
    settle()
    root = xml(client, "/sitemap/companies-1.xml")
    for entry in root.findall(f"{MAP}url"):
        links = {str(link.get("hreflang")): str(link.get("href")) for link in entry.findall(LINK)}
        assert links == {
            "vi": f"{SITE}/vi/companies/{company.id}",
            "en": f"{SITE}/en/companies/{company.id}",
            "x-default": f"{SITE}/vi/companies/{company.id}",
        }
        assert str(entry.findtext(f"{MAP}lastmod")).endswith("+00:00")


def test_nothing_unpublished_is_told(client: PageClient, settle: Settle) -> None:
    gone, its_actor = a_published_enterprise("Demo Đã Gỡ")
    its_product = a_published_product(gone, its_actor, "Demo Kín")
    shown, actor = a_published_enterprise("Demo Sao")
    draft = an_enterprise("Demo Nháp")
    writer = an_actor(draft)
    with acting_as(writer):
        profiles.save_draft(writer, draft.id, a_profile("Demo Nháp"))
    with acting_as(actor):
        unpublished = products.save_draft(actor, NewProduct(shown.id), a_product("Demo Chưa")).subject_id
    settle()
    profiles.withdraw_profile(its_actor, gone.id)
    for _ in range(2):  # before the index knows, and after
        drop("discovery.counted")
        told = "\n".join(every_address(client))
        feeds = "".join(client.get(f"/vi/feeds/{n}.xml").get_data(as_text=True) for n in ("companies", "products"))
        assert f"/vi/companies/{shown.id}" in told
        for hidden in (gone.id, its_product, draft.id, unpublished):
            assert hidden not in told
            assert hidden not in feeds
        assert "Demo Nháp" not in feeds
        settle()


def test_long_lists_come_in_parts(client: PageClient, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "ADDRESSES_IN_PART", 2)
    held = [a_published_enterprise(f"Demo {number}")[0].id for number in range(5)]
    lists = [place for place in places(xml(client, "/sitemap.xml")) if "companies" in place]
    assert lists == [f"{SITE}/sitemap/companies-{number}.xml" for number in (1, 2, 3)]
    told = [place for each in lists for place in places(xml(client, each.removeprefix(SITE)))]
    assert sorted(place.rsplit("/", 1)[1] for place in told if "/vi/" in place) == sorted(held)
    assert client.get("/sitemap/companies-4.xml").status_code == 404
    assert client.get("/sitemap/companies-0.xml").status_code == 404


def test_a_part_never_holds_more_addresses_than_one_list_may(app: Flask) -> None:
    with app.app_context():
        assert ADDRESSES_IN_PART * len(languages()) <= 50_000


def test_machines_are_told_what_not_to_follow(client: PageClient) -> None:
    told = client.get("/robots.txt").get_data(as_text=True)
    assert client.get("/robots.txt").mimetype == "text/plain"
    for path in ("/workspace", "/staff", "/*/suggest"):
        assert f"Disallow: {path}\n" in told
    assert f"Sitemap: {SITE}/sitemap.xml" in told
