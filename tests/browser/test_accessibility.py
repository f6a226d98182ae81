"""Every page, in both languages, narrow and wide, light and dark: nothing that keeps people out, nothing sideways."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import NARROW, WIDE
from tests.tour import Page, a_tour

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as BrowserPage

ALL_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOUR_RULES = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
GRAVE = {"serious", "critical"}
SIDEWAYS = "Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"
FOUR_TIMES: Any = {"width": 320, "height": 256}
LOCALES = {"vi": "vi-VN", "en": "en-GB"}


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_keeps_people_out(app: Flask, browser: Browser, site: str, language: str, size: dict[str, int]) -> None:
    """`SCREENSHOTS=folder` also leaves a picture of each page there, as `make screenshots` does."""
    found = []
    context = browser.new_context(locale=LOCALES[language], viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]  # a plain mapping
    page = context.new_page()
    for number, each in enumerate(a_tour(app, language), 1):
        _sit_down(context, site, each, language)
        page.goto(site + each.address)
        page.evaluate(AXE_SCRIPT)
        title = f"{number:03}-{each.endpoint}-{each.person}-{language}-{size['width']}"
        for scheme, rules in (("light", ALL_RULES), ("dark", COLOUR_RULES)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of both
            found += [f"{each.title} ({scheme}) {what}" for what in _violations(page, rules)]
            _picture(page, f"{title}-{scheme}")
        page.emulate_media(color_scheme="light")
        found += [f"{each.title} {what}" for what in _sticking_out(page)]
    context.close()
    assert found == []


def _sit_down(context: BrowserContext, site: str, page: Page, language: str) -> None:
    context.clear_cookies()
    cookies: list[Any] = [{"name": "language", "value": language, "url": site}]
    if page.session:
        cookies.append({"name": "session", "value": page.session, "url": site})
    context.add_cookies(cookies)


def _violations(page: BrowserPage, rules: Mapping[str, Any]) -> Iterator[str]:
    answer = page.evaluate("rules => axe.run(document, rules)", {"resultTypes": ["violations"], **rules})
    for violation in answer["violations"]:
        if violation["impact"] in GRAVE:
            places = [node["target"] for node in violation["nodes"]]
            yield f"{violation['id']}: {places[:3]}"


def _sticking_out(page: BrowserPage) -> Iterator[str]:
    """As it is; as on a wide screen at 400 %; and with text twice as large: it flows anew."""
    size = page.viewport_size
    if sideways := page.evaluate(SIDEWAYS):
        yield f"{sideways} px too wide"
    if size == NARROW:
        page.set_viewport_size(FOUR_TIMES)
        if sideways := page.evaluate(SIDEWAYS):
            yield f"{sideways} px too wide at four times the size"
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a plain mapping
    else:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if sideways := page.evaluate(SIDEWAYS):
            yield f"{sideways} px too wide with text twice as large"


def _picture(page: BrowserPage, title: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z0-9-]+', '-', title.lower())}.png", full_page=True)
