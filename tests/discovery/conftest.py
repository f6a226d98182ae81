"""An empty index for every test, and the relay's work done on demand."""

from collections.abc import Callable, Iterator
from threading import get_ident

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

from marketplace.foundation import relay
from marketplace.foundation.search import engine


@pytest.fixture(autouse=True)
def empty_index(database: SQLAlchemy) -> None:
    """The index outlives the database of a test, so it begins empty."""
    engine().clear()


@pytest.fixture
def settle(app: Flask, database: SQLAlchemy) -> Callable[[], None]:
    """Do what follows from the facts so far."""
    return lambda: relay.drain(app)


@pytest.fixture
def count_statements(database: SQLAlchemy) -> Iterator[Callable[[], list[str]]]:
    """Begin to note every statement that the test itself sends to the database, not those of a worker beside it."""
    noted: list[str] = []
    ours = get_ident()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if get_ident() == ours:
            noted.append(statement)

    def begin() -> list[str]:
        event.listen(database.engine, "before_cursor_execute", note)
        return noted

    yield begin
    if event.contains(database.engine, "before_cursor_execute", note):
        event.remove(database.engine, "before_cursor_execute", note)
