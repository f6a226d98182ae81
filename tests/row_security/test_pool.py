"""Connections that are used again and again, by one asking after the other, carry nothing over."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from marketplace.foundation.actor import ANONYMOUS, SYSTEM, Actor, acting_as
from marketplace.foundation.row_security import guard
from tests.row_security.world import a_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy
    from sqlalchemy.engine import Engine

REQUESTS = 1_000
ALIKE = text("SELECT id FROM deals_deal ORDER BY id")
LEFT = "SELECT concat(current_setting('vuon.organisation', true), current_setting('vuon.person', true), current_setting('vuon.duty', true))"  # noqa: E501


def test_1000_alternating_requests_over_two_connections(app: Flask, database: SQLAlchemy) -> None:
    world = a_world()
    first, second = world.deals
    expected = {
        world.pair.owner: [first],
        world.other.counterparty: [second],
        ANONYMOUS: [],
        world.officers.proposer: sorted(world.deals),
        SYSTEM: sorted(world.deals),
    }
    engine = create_engine(database.engine.url, pool_size=2, max_overflow=0)
    guard(engine)
    turns = random.Random(2030).choices(sorted(expected, key=repr), k=REQUESTS)
    with ThreadPoolExecutor(4) as threads:
        seen = list(threads.map(lambda turn: (turn, _ask(app, engine, turn, turns.index(turn))), turns))
    wrong = [(turn, got) for turn, got in seen if got != expected[turn]]
    used = set(_connections(engine))
    engine.dispose()
    assert wrong == []
    assert len(seen) == REQUESTS
    assert len(used) <= 2


def _ask(app: Flask, engine: Engine, actor: Actor, how: int) -> list[str]:
    """One request: nothing is left by the one before, then every way in which a transaction can end."""
    with app.app_context(), acting_as(actor), engine.connect() as connection:
        driver = connection.connection.cursor()
        driver.execute(LEFT)
        assert driver.fetchone() == ("",)
        connection.connection.rollback()
        found = list(connection.scalars(ALIKE))
        match how % 4:
            case 0:
                connection.commit()
            case 1:
                connection.rollback()
            case 2:
                _fail(connection.execute)
            case _:
                pass  # the pool ends it
        return found


def _fail(execute: object) -> None:
    try:
        execute(text("SELECT nothing_of_the_kind"))  # type: ignore[operator]
    except ProgrammingError:
        return
    raise AssertionError("there is no such column")


def _connections(engine: Engine) -> Iterator[int]:
    with engine.connect() as one, engine.connect() as two:
        yield from (each.connection.driver_connection.info.backend_pid for each in (one, two))  # type: ignore[union-attr]
