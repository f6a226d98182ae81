"""The books are kept beside the pages: nobody waits for them, and what was published comes in a moment later."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from marketplace.foundation.database import db
from marketplace.matching import tasks
from marketplace.matching.queries import books
from marketplace.matching.queries.matches import companies_for
from tests.clients import PageClient
from tests.factories.profiles import a_published_enterprise, a_published_investor
from tests.matching.test_pages import LIST, visiting


@pytest.fixture
def kept(database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process with a keeper whose work the test does itself."""
    monkeypatch.setattr(books, "PATIENCE_SECONDS", 0.01)
    books.keep(True)
    yield
    books.keep(False)


@pytest.mark.usefixtures("kept")
def test_right_after_a_start_the_page_says_so_and_comes_back_by_itself(client: PageClient) -> None:
    _, founder = a_published_enterprise()
    a_published_investor("Demo Lotus Fund")
    with visiting(founder):
        early = client.get(LIST)
        assert early.headers["Refresh"] == "3"
        assert "Đang tính các gợi ý của bạn" in early.get_data(as_text=True)
        books.keep_up()
        assert "Demo Lotus Fund" in client.get(LIST).get_data(as_text=True)


@pytest.mark.usefixtures("kept")
def test_the_books_before_serve_until_new_ones_are_made_but_ones_own_words_count_at_once() -> None:
    a_published_enterprise("Demo Một")
    books.keep_up()
    a_published_enterprise("Demo Hai")
    _, partner = a_published_investor()
    assert companies_for(partner).total == 1
    books.keep_up()
    assert companies_for(partner).total == 2


def test_a_thread_keeps_the_books_until_it_is_told_to_end(
    app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "LOOK_EVERY_SECONDS", 0.01)
    a_published_enterprise("Demo Một")
    _, partner = a_published_investor()
    stop = tasks.keep_books(app)
    try:
        until = time.monotonic() + 20
        while "books" not in {thread.name for thread in threading.enumerate()} and time.monotonic() < until:
            time.sleep(0.01)
        books._kept[db.engine].wait(20)
        assert companies_for(partner).total == 1
        a_published_enterprise("Demo Hai")
        while companies_for(partner).total == 1 and time.monotonic() < until:
            time.sleep(0.05)
        assert companies_for(partner).total == 2
    finally:
        stop()
    assert "books" not in {thread.name for thread in threading.enumerate()}
    a_published_enterprise("Demo Ba")
    assert companies_for(partner).total == 3
