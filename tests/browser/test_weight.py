"""What a page weighs on the line, as the browser counts it: the first one with all its files, and each one after it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from marketplace.foundation import relay
from marketplace.foundation.actor import acting_as
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, Page

FIRST, AFTER, REQUESTS = 150_000, 40_000, 25


class Line:
    """Everything that a page asks for, with the bytes that came, heads included."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        self.addresses: list[str] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda told: self.addresses.append(told["request"]["url"]))
        session.on("Network.loadingFinished", self._came)

    def _came(self, told: dict[str, float]) -> None:
        self.bytes += int(told["encodedDataLength"])

    def begin(self) -> None:
        """Count from here."""
        self.bytes, self.addresses = 0, []


@pytest.fixture
def addresses(app: Flask, site: str) -> list[str]:
    """The first page, a search, a company with its products."""
    assert site
    company, actor = a_published_enterprise("Demo Sao Biển")
    with acting_as(actor):
        for number in range(8):
            a_published_product(company, actor, f"Demo Sản phẩm {number}")
    relay.drain(app)
    return ["/vi/", "/vi/search?q=demo", f"/vi/companies/{company.id}"]


def test_pages_are_light(browser: Browser, site: str, addresses: list[str]) -> None:
    for number, first in enumerate(addresses):
        context = browser.new_context(locale="vi-VN")
        page = context.new_page()
        line = Line(page)
        for address in (first, *addresses[:number], *addresses[number + 1 :]):
            line.begin()
            page.goto(f"{site}{address}", wait_until="networkidle")
            limit = FIRST if address == first else AFTER
            assert 1000 < line.bytes < limit, address
            assert len(line.addresses) <= REQUESTS, line.addresses
            hosts = {urlsplit(each).netloc for each in line.addresses if not each.startswith("data:")}
            assert hosts == {urlsplit(site).netloc}
        context.close()
