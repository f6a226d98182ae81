"""An empty index for every test, and the relay's work done on demand."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from marketplace.foundation import relay
from marketplace.foundation.actor import Actor, Role
from marketplace.foundation.search import engine
from tests.factories.accounts import a_person
from tests.factories.organisations import an_actor, an_enterprise


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
