"""The search box offers names while somebody types, also by composition, and is a plain box without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from marketplace.discovery import services
from tests.factories.profiles import a_published_enterprise

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Person

LONGER_THAN_THE_PAUSE = 600


@pytest.fixture
def asked(arrive: Callable[[str, str], Person]) -> tuple[Page, list[str]]:
    """An open search page, and every question that its box asks."""
    for name in ("Demo Robot Bạc", "Demo Robot Vàng"):
        a_published_enterprise(name, technologies=("robotics",))
    services.rebuild()
    page = arrive("người tìm", "vi").visit("/vi/search")
    questions: list[str] = []
    page.on("request", lambda request: questions.append(request.url) if "/suggest?" in request.url else None)
    return page, questions


def test_arrows_choose_escape_closes_and_enter_sends_the_text(asked: tuple[Page, list[str]]) -> None:
    page, questions = asked
    box = page.get_by_role("combobox")
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    box.press_sequentially("robot")
    page.clock.run_for(100)
    assert questions == [], "somebody who is typing is not interrupted"
    page.clock.run_for(200)
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    assert len(questions) == 1, "one question for what was typed in one go"
    page.clock.resume()
    expect(page.locator(".search-box [role=status]")).to_have_text("3 gợi ý")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.nth(1).get_attribute("id")))
    expect(box).to_be_focused()
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None, "below the last option is the box again"
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("robot")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/vi/search\?q=robot$"))


def test_enter_on_an_option_opens_it(asked: tuple[Page, list[str]]) -> None:
    page, _ = asked
    box = page.get_by_role("combobox")
    box.press_sequentially("robot v", delay=30)
    expect(page.get_by_role("option").first).to_contain_text("Demo Robot Vàng")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/vi/companies/\w{26}$"))


def test_nothing_is_asked_while_a_letter_is_being_composed(asked: tuple[Page, list[str]]) -> None:
    page, questions = asked
    box = page.get_by_role("combobox")
    box.focus()
    keys = page.context.new_cdp_session(page)
    for text in ("r", "rô", "rôb"):
        keys.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        page.wait_for_timeout(LONGER_THAN_THE_PAUSE)
    assert questions == []
    keys.send("Input.insertText", {"text": "rob"})
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(questions) == 1


def test_without_script_it_is_a_plain_box(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{site}/vi/search")
    page.locator("#q").fill("robot")
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(r"/vi/search\?q=robot$"))
    context.close()


def test_the_filters_are_a_sheet_on_a_phone_without_script(browser: Browser, site: str) -> None:
    a_published_enterprise("Demo Robot Bạc")
    services.rebuild()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site}/en/companies")
    sheet = page.locator("#filters")
    expect(sheet).to_be_hidden()
    page.get_by_role("link", name="Filters", exact=True).click()
    expect(sheet).to_be_visible()
    sheet.get_by_role("link", name="See 1 result").click()
    expect(sheet).to_be_hidden()
    context.close()
