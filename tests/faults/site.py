"""The application on a fault test's own servers, and people who use it while those fail."""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from tests.clients import PageClient
from tests.duties import let_tests_see_everything
from tests.factories.accounts import sign_in_as
from tests.factories.organisations import a_member
from tests.factories.profiles import a_published_enterprise
from tests.schema import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.faults.postgres import Postgres

REVISED = "SELECT DISTINCT subject_id FROM publishing_revision JOIN products_product p ON p.id = subject_id"
KEYS = "SELECT key, result_id FROM one_time_key WHERE purpose = 'products.new'"
NEW = "/workspace/products/new"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


def an_app(folder: Path, database_url: str, redis_url: str = "", pool_size: int = 10) -> Flask:
    """An application with a data folder of its own; nothing is asked of the servers yet."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(
        Settings(
            environment="test",
            data_dir=folder,
            database_url=database_url,
            redis_url=redis_url,
            database_pool_size=pool_size,
        )
    )
    app.test_client_class = PageClient
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as in production: whatever happens, a page says so
    return app


def prepare(app: Flask) -> None:
    """Tables and moves, on an empty database."""
    let_tests_see_everything()
    with app.app_context():
        build(app)


@contextmanager
def closing(app: Flask) -> Iterator[Flask]:
    """Its connections end with the block."""
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def a_visitor(app: Flask, language: str = "vi") -> PageClient:
    """An administrator of an enterprise, signed in."""
    with app.app_context():
        enterprise, _ = a_published_enterprise()
        client = app.test_client()
        assert isinstance(client, PageClient)
        person = a_member(enterprise)
        sign_in_as(client, person, acting_for=enterprise.id)
        db.session.remove()
    client.get("/workspace/products", headers={"Accept-Language": language})
    return client


def typed(once: str | None = None) -> dict[str, str]:
    """A new product as a person types it."""
    return {"name_vi": "Demo Cổng Thanh Toán", "name_en": "Demo Gate", "then": "publish", "once": once or new_id()}


def hidden_fields(page: str) -> dict[str, str]:
    """What the form on a page would send."""
    return {unescape(name): unescape(value) for name, value in HIDDEN.findall(page)}


@dataclass
class Diary:
    """What one person did and saw."""

    sent: list[str] = field(default_factory=list)  # one-time keys of what was begun
    saved: dict[str, str] = field(default_factory=dict)  # one-time key -> address of the result
    asked: int = 0
    refused: int = 0  # 503 pages
    odd: list[str] = field(default_factory=list)  # anything that is neither
    slowest: float = 0.0
    saved_at: list[float] = field(default_factory=list)


@dataclass(repr=False)
class Crowd:
    """People who create drafts one after the other; after a 503 they press the button on that page."""

    app: Flask
    people: int = 4
    diaries: list[Diary] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Crowd:
        """At work."""
        for _ in range(self.people):
            diary = Diary()
            self.diaries.append(diary)
            thread = threading.Thread(target=self._work, args=(a_visitor(self.app), diary))
            self._threads.append(thread)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Everybody finishes what was begun."""
        self._ending.set()
        for thread in self._threads:
            thread.join(60)

    def _work(self, client: PageClient, diary: Diary) -> None:
        while not self._ending.is_set():
            once = new_id()
            diary.sent.append(once)
            answer = _ask(client, diary, typed(once), token=True)
            ends = time.monotonic() + 30
            while answer.status_code == 503 and time.monotonic() < ends:
                diary.refused += 1
                time.sleep(0.1)
                answer = _ask(client, diary, hidden_fields(answer.text), token=False)
            if answer.status_code == 302:
                diary.saved[once] = answer.location
                diary.saved_at.append(time.monotonic())
            else:
                diary.odd.append(f"{answer.status_code} {answer.location} {answer.text[:2000]}")

    @property
    def asked(self) -> int:
        """Requests of everybody."""
        return sum(diary.asked for diary in self.diaries)

    def has_asked(self, often: int) -> bool:
        """So many requests, or more."""
        return self.asked >= often

    @property
    def refused(self) -> int:
        """Pages that said: not saved, try again."""
        return sum(diary.refused for diary in self.diaries)

    @property
    def saved(self) -> dict[str, str]:
        """What the people were told is saved."""
        return {once: address for diary in self.diaries for once, address in diary.saved.items()}

    @property
    def odd(self) -> list[str]:
        """Answers that nobody should see."""
        return [odd for diary in self.diaries for odd in diary.odd]

    @property
    def slowest(self) -> float:
        """The longest wait of anybody, in seconds."""
        return max(diary.slowest for diary in self.diaries)

    def longest_silence(self) -> float:
        """Seconds during which nobody's work was saved."""
        return max(after - before for before, after in pairwise(self.moments))

    @property
    def moments(self) -> list[float]:
        """When somebody's work was saved, in order."""
        return sorted(moment for diary in self.diaries for moment in diary.saved_at)

    @property
    def newest(self) -> float:
        """When somebody's work was saved last."""
        return max(self.moments, default=0.0)


def _ask(client: PageClient, diary: Diary, data: dict[str, str], *, token: bool) -> TestResponse:
    began = time.monotonic()
    answer = client.post(NEW, data=data, token=token)
    diary.asked += 1
    diary.slowest = max(diary.slowest, time.monotonic() - began)
    return answer


def check_books(server: Postgres, crowd: Crowd) -> None:
    """All that was acknowledged is there once, nothing is there by half, and nobody saw an odd page."""
    keys = {str(row[0]): str(row[1]) for row in server.ask(KEYS)}
    assert crowd.odd == []
    assert {once: address.split("/")[3] for once, address in crowd.saved.items()} == {
        once: keys.get(once) for once in crowd.saved
    }
    made = {str(row[0]) for row in server.ask("SELECT id FROM products_product")}
    revised = {str(row[0]) for row in server.ask(REVISED)}
    facts = server.ask("SELECT values FROM fact WHERE name = 'products.products_published'")
    assert made == revised == {str(result) for result in keys.values()}
    assert sorted(made) == sorted(str(row[0]["product_ids"][0]) for row in facts)  # type: ignore[index]
