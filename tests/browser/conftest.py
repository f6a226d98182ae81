"""A running site and real people at real browsers: the distribution's Chromium, nothing downloaded."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import make_server

from marketplace.foundation import relay
from scripts import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy
    from playwright.sync_api import Browser, BrowserContext, Page

VIETNAMESE = {
    str(message.id): str(message.string)
    for catalog in messages.fragments().values()
    for message in messages.messages(catalog)
    if isinstance(message.id, str)
}
PATIENCE = 20.0  # seconds
PICTURES = Path(__file__).parent / "screenshots"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 780}
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder walks through a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the Chromium that the distribution installs."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is missing: scripts/chromium installs it"
    return {"executable_path": found, "args": list(QUIET)}


@pytest.fixture
def site(app: Flask, database: SQLAlchemy) -> Iterator[str]:
    """The address of the running site, its relay beside it, on a clean database."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    stop_relay = relay.start_thread(app)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()
    stop_relay()


class Person:
    """Somebody at a browser of their own, in their own language."""

    def __init__(self, page: Page, site: str, name: str, language: str) -> None:
        self.page = page
        self.site = site
        self.name = name
        self.language = language
        self.complaints: list[str] = []
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def visit(self, path: str) -> Page:
        """Open a page of the site."""
        answer = self.page.goto(self.site + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        return self.page

    def reads(self, text: str, **values: str) -> str:
        """An English text of ours as this person reads it."""
        found = VIETNAMESE.get(text) if self.language == "vi" else None
        return (found or text) % values if values else (found or text)

    def press(self, text: str, **values: str) -> None:
        """Press the button or follow the link with these words, named in English."""
        label = self.reads(text, **values)
        main = self.page.locator("main")
        button, link = (main.get_by_role(role, name=label, exact=True) for role in ("button", "link"))
        button.or_(link).first.wait_for()  # the page may still be coming
        (button if button.count() else link).first.click()
        self.page.wait_for_load_state()
        assert not self.page.locator(".error-summary").count(), self.page.locator(".error-summary").inner_text()

    def fill(self, **fields: str) -> None:
        """Fill fields by their names in the form."""
        for name, value in fields.items():
            self.page.locator(f'main [name="{name}"]').first.fill(value)

    def choose(self, **fields: str) -> None:
        """Choose values of lists, boxes and radio buttons by their names in the form; several boxes: "ai cloud"."""
        for name, values in fields.items():
            self.page.locator(f'main [name="{name}"]').first.wait_for(state="attached")
            lists = self.page.locator(f'main select[name="{name}"]')
            if lists.count():
                lists.first.select_option(values)
                continue
            for value in values.split():
                self.page.locator(f'main input[name="{name}"][value="{value}"]').check()
            assert self.page.locator(f'main input[name="{name}"]:checked').count() >= len(values.split()), name

    def attach(self, name: str, file_name: str, content: bytes) -> None:
        """Choose a file for a field."""
        files = [{"name": file_name, "mimeType": "application/pdf", "buffer": content}]
        self.page.locator(f'main input[type="file"][name="{name}"]').set_input_files(files)  # type: ignore[arg-type]

    def sees(self, text: str, **values: str) -> None:
        """The page's main part shows this text, named in English if it is one of ours."""
        self.page.locator("main").get_by_text(self.reads(text, **values)).first.wait_for()

    def waits_for(self, path: str, text: str) -> None:
        """Open a page again and again until it shows a text: what follows from a deed takes a moment."""
        until = time.monotonic() + PATIENCE
        while not self.visit(path).locator("main").get_by_text(text).count():
            assert time.monotonic() < until, f"{path} never showed {text!r}: {self.page.locator('main').inner_text()}"
            self.page.wait_for_timeout(200)

    def opens_mail(self, address: str) -> None:
        """Follow the link in the newest message to an address."""
        self.waits_for("/dev/mailbox/", address)
        self.page.locator("tr", has_text=address).first.get_by_role("link").click()
        link = urlsplit(self.page.locator(".mail-text a").first.get_attribute("href") or "")
        self.visit(f"{link.path}?{link.query}")  # the port of this run is not that of the settings

    def picture(self, title: str) -> None:
        """Leave pictures of this page, wide and narrow; nothing may stick out sideways."""
        PICTURES.mkdir(exist_ok=True)
        for name, size in (("wide", WIDE), ("narrow", NARROW)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain mapping of both sides
            self.page.screenshot(path=PICTURES / f"{title}-{name}.png", full_page=True)
            sideways = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert sideways <= 0, f"{title} is {sideways} px too wide at {size['width']} px"
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # as above


@pytest.fixture
def arrive(browser: Browser, site: str) -> Iterator[Callable[[str, str], Person]]:
    """Let somebody arrive: a name, and the language of the browser. What a page complains about fails the test."""
    contexts: list[BrowserContext] = []
    people: list[Person] = []

    def come(name: str, language: str = "vi") -> Person:
        context = browser.new_context(locale={"vi": "vi-VN", "en": "en-GB"}[language], viewport=WIDE)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        people.append(Person(context.new_page(), site, name, language))
        return people[-1]

    yield come
    complaints = {person.name: person.complaints for person in people if person.complaints}
    for context in contexts:
        context.close()
    assert complaints == {}
