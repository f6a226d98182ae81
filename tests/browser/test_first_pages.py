"""A visitor without an account looks around, in both languages, wide and narrow, with and without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.conftest import Person

PAGES = ("", "companies", "products", "investors", "sign-in", "sign-up")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_visitor_looks_around(arrive: Callable[[str, str], Person], language: str) -> None:
    visitor = arrive("visitor", language)
    for path in PAGES:
        page = visitor.visit(f"/{language}/{path}")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        visitor.picture(f"{language}-{path or 'home'}")


def test_the_first_address_follows_the_browser(arrive: Callable[[str, str], Person]) -> None:
    assert arrive("reader", "en").visit("/").url.endswith("/en/")
    assert arrive("người đọc", "vi").visit("/").url.endswith("/vi/")


def test_pages_read_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{site}/vi/companies")
    assert page.locator("main h1").is_visible()
    context.close()


def test_the_keyboard_reaches_the_content_first(arrive: Callable[[str, str], Person]) -> None:
    page = arrive("typist", "vi").visit("/vi/")
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    assert target.startswith("#")
    assert page.locator(target).count() == 1
