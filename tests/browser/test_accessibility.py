"""Every page, in both languages, narrow and wide, light and dark: nothing that keeps people out, nothing sideways."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import NARROW, WIDE
from tests.tour import Page, a_tour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as BrowserPage

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
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
    for each in a_tour(app, language):
        _sit_down(context, site, each, language)
        page.goto(site + each.address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of both
            found += [f"{each.title} ({scheme}) {what}" for what in _wrong_with(page)]
            _picture(page, f"{each.endpoint}-{each.person}-{language}-{size['width']}-{scheme}")
    context.close()
    assert found == []


def _sit_down(context: BrowserContext, site: str, page: Page, language: str) -> None:
    context.clear_cookies()
    cookies: list[Any] = [{"name": "language", "value": language, "url": site}]
    if page.session:
        cookies.append({"name": "session", "value": page.session, "url": site})
    context.add_cookies(cookies)


def _wrong_with(page: BrowserPage) -> Iterator[str]:
    answer = Axe().run(page, options={"runOnly": STANDARDS, "resultTypes": ["violations"]}).response
    for violation in answer["violations"]:
        if violation["impact"] in GRAVE:
            places = [node["target"] for node in violation["nodes"]]
            yield f"{violation['id']}: {places[:3]}"
    if sideways := page.evaluate(SIDEWAYS):
        yield f"{sideways} px too wide"
    if page.viewport_size == NARROW:
        yield from _enlarged(page)


def _enlarged(page: BrowserPage) -> Iterator[str]:
    """As on a wide screen at 400 %, and with the text twice as large: it flows anew, nothing runs out at the side."""
    page.set_viewport_size(FOUR_TIMES)
    if sideways := page.evaluate(SIDEWAYS):
        yield f"{sideways} px too wide at four times the size"
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a plain mapping
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if sideways := page.evaluate(SIDEWAYS):
        yield f"{sideways} px too wide with text twice as large"
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a plain mapping


def _picture(page: BrowserPage, title: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z0-9-]+', '-', title.lower())}.png", full_page=True)
