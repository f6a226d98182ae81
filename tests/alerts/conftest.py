"""An empty index for every test, the relay's work done on demand, and who is told."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from marketplace.alerts.queries import lists
from marketplace.foundation import relay
from marketplace.foundation.actor import Actor, Role
from marketplace.foundation.search import engine
from tests.alerts.lists import Board
from tests.factories.accounts import a_person
from tests.factories.organisations import an_actor, an_enterprise
from tests.factories.profiles import a_published_enterprise


@pytest.fixture(autouse=True)
def empty_index(request: pytest.FixtureRequest) -> None:
    """The index outlives the database of a test, so it begins empty."""
    if "database" in request.fixturenames:
        request.getfixturevalue("database")
        engine().clear()


@pytest.fixture
def settle(app: Flask, database: SQLAlchemy) -> Callable[[], None]:
    """Do what follows from the facts so far."""

    def drained() -> None:
        database.session.commit()
        relay.drain(app)

    return drained


@pytest.fixture
def keeper(database: SQLAlchemy) -> Actor:
    """A member of an enterprise who reads English."""
    return an_actor(an_enterprise(), Role.VIEWER, a_person(language="en"))


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    """Who came among the first, as the board would say it."""
    came: Board = []

    def entered(_organisation_id: str, after: datetime, view_key: str) -> Board:
        return [each for each in came if each.entered_at > after and each.view_key == view_key]

    monkeypatch.setattr(lists, "entered", entered)
    monkeypatch.setattr(lists, "_is_on_the_board", lambda _actor, _view: True)
    return came


@pytest.fixture
def owner(database: object) -> Actor:
    """An administrator of an enterprise with a live profile, who reads English."""
    place, _ = a_published_enterprise("Demo Raiser", control_country="VN")
    return an_actor(place, Role.ADMIN, a_person(language="en"))
