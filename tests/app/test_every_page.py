"""Every page opens in every language, and says nothing in a language of another page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from flask_babel import force_locale, ngettext

from marketplace.reference.queries.snapshot import snapshot
from scripts import messages
from tests.duties import let_tests_see_everything
from tests.tour import NO_PAGES, STOPS, a_tour

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from marketplace.config import Settings
    from tests.clients import PageClient
    from tests.databases import Cleaner

PSEUDO = "eo"
OPEN, CLOSE = "⟦", "⟧"
MARKS = str.maketrans("aeiouycnszAEIOUYCNSZ", "āēīōūŷĉñŝžĀĒĪŌŪŶĈÑŜŽ")
HELD = re.compile(r"(%\(\w+\)[sd]|<[^>]+>|&\w+;)")
OVER = 410  # the page of a link whose time is over


def pseudo(text: str) -> str:
    """The text in a language that nobody speaks; names of values and marks of HTML stay."""
    parts = HELD.split(text)
    return OPEN + "".join(part if HELD.fullmatch(part) else part.translate(MARKS) for part in parts) + CLOSE


def write_pseudo(folder: Path) -> None:
    """One file, as a translator would add it."""
    catalog = Catalog(locale=PSEUDO)
    for identity in messages.extracted():
        said = identity if isinstance(identity, tuple) else (identity,)
        words = tuple(pseudo(each) for each in said)
        catalog.add(identity, words if isinstance(identity, tuple) else words[0])
    with (folder / f"{PSEUDO}.po").open("wb") as stream:
        write_po(stream, catalog)


@pytest.fixture
def site(settings: Settings, database: SQLAlchemy, cleaner: Cleaner, tmp_path: Path) -> Iterator[Flask]:
    """The application on the same database, beside one more file of translations."""
    from marketplace.app import create_app  # noqa: PLC0415 - as in conftest
    from marketplace.foundation.database import db  # noqa: PLC0415 - as in conftest
    from tests.clients import PageClient  # noqa: PLC0415 - as in conftest

    write_pseudo(tmp_path)
    messages.compile_catalogue(tmp_path)
    app = create_app(replace(settings, translations_dir=tmp_path))
    app.test_client_class = PageClient
    let_tests_see_everything()
    yield app
    with app.app_context():
        db.engine.dispose()


class Texts(HTMLParser):
    """What a page says: the texts between its marks and in the attributes that are read out."""

    READ_OUT = ("aria-label", "placeholder", "title", "alt")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside.append(tag)
        self.found += [value for name, value in attrs if name in self.READ_OUT and value]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not {"script", "style", "pre", "code"} & set(self._inside):
            self.found.append(" ".join(data.split()))


def test_every_page_is_on_the_tour(app: Flask) -> None:
    """A new page fails here until the tour says who opens it."""
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages == STOPS.keys() | NO_PAGES
    assert not STOPS.keys() & NO_PAGES


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens(app: Flask, client: PageClient, language: str) -> None:
    wrong = []
    for page in a_tour(app, language):
        _sit_down(client, page.session, language)
        answer = client.get(page.address)
        if answer.status_code not in {200, OVER} or f'<html lang="{language}"' not in answer.text:
            wrong.append((page.title, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", ["Còn thiếu 1 mục", "Còn thiếu 4 mục"]),
        ("en", ["1 thing is missing", "4 things are missing"]),
        (PSEUDO, [pseudo("%(num)s thing is missing") % {"num": 1}, pseudo("%(num)s things are missing") % {"num": 4}]),
    ],
)
def test_a_further_file_leaves_every_language_its_plurals(site: Flask, language: str, said: list[str]) -> None:
    with site.test_request_context(), force_locale(language):
        found = [ngettext("%(num)s thing is missing", "%(num)s things are missing", number) for number in (1, 4)]
    assert found == said


def test_a_further_language_is_one_file(site: Flask) -> None:
    """Everything that the site says is said in it; what people wrote stays as they wrote it."""
    ours = {part for i in messages.extracted() for part in (i if isinstance(i, tuple) else (i,)) if len(part) > 3}
    with site.app_context():  # the reference data has two languages, and some of its labels are words of ours too
        ours -= {term.label.en for held in snapshot().terms.values() for term in held.values()}
    client = site.test_client()
    left = []
    for page in a_tour(site, PSEUDO):
        _sit_down(client, page.session, PSEUDO)  # type: ignore[arg-type]  # our own kind of client
        answer = client.get(page.address)
        if answer.status_code not in {200, OVER} or f'<html lang="{PSEUDO}"' not in answer.text:
            left.append((page.title, str(answer.status_code)))
        left += [(page.endpoint, text) for text in Texts(answer.text).found if text in ours]
    assert left == []


def _sit_down(client: PageClient, session: str, language: str) -> None:
    client.delete_cookie("session")
    client.set_cookie("language", language)
    if session:
        client.set_cookie("session", session)
