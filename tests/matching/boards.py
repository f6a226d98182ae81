"""A small market with a board, what the board holds, and what all pairs say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from marketplace.foundation.actor import SYSTEM, Actor, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.matching.models import BoardList
from marketplace.matching.queries import blocks, books, ledger
from marketplace.matching.queries.board import progress
from marketplace.matching.queries.readers import others_of, readings_of, with_answers
from marketplace.matching.rules import board as rules
from marketplace.matching.rules import boarding
from marketplace.matching.services import board
from marketplace.organisations.models import Organisation
from tests.factories.profiles import a_published_enterprise, a_published_investor

Place = tuple[Organisation, Actor]
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
Stored = dict[tuple[str, str], tuple[list[list[object]], bool]]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short lists, small blocks, and statistics that stay for a while, so that a few parties show everything."""
    monkeypatch.setattr(rules, "PLACES", 4)
    monkeypatch.setattr(rules, "LEAST", 3)
    monkeypatch.setattr(boarding, "WIDE", 5)
    monkeypatch.setattr(blocks, "FIRST", 2)
    monkeypatch.setattr("marketplace.matching.queries.board.FIRST", 2)
    monkeypatch.setattr(board, "LISTS", 2)
    monkeypatch.setattr(ledger, "FINE", 1)


@pytest.fixture
def as_system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def a_world(enterprises: int = 6, investors: int = 3) -> list[Place]:
    places = [
        a_published_enterprise(f"Demo Firm {number}", technologies=("ai", "cloud", "iot")[: number % 4])
        for number in range(enterprises)
    ]
    return places + [a_published_investor(f"Demo Fund {number}") for number in range(investors)]


def settle(**options: bool) -> None:
    """Everything there is to do."""
    board.catch_up(60, **options)
    assert progress().is_done


def stored() -> Stored:
    return {
        (row.organisation_id, row.view_key): (row.places, row.whole)
        for row in db.session.scalars(select(BoardList).execution_options(populate_existing=True))
    }


def from_scratch() -> Stored:
    """What all pairs say, whatever is stored."""
    held = books.renewed()
    change = blocks.Change(held, None, with_answers(), now())
    found: Stored = {}
    for reading in readings_of(held):
        others = others_of(reading.view, held)
        made = blocks.Block([reading], others, others.of(()), change).made_anew()
        places = made[reading.key]
        rows = [list(candidate.place) for candidate in places.held]
        found[reading.organisation_id, reading.view.key] = (rows, places.whole)
    return found


def assert_settled_like_scratch() -> None:
    """Each list is the beginning of the list from scratch, long enough, and no list is missing or too many."""
    kept, scratch = stored(), from_scratch()
    assert kept.keys() == scratch.keys()
    for key, (places, whole) in kept.items():
        expected, all_of_them = scratch[key]
        assert [place[:2] for place in places] == [place[:2] for place in expected[: len(places)]], key
        assert [place[2] for place in places] == pytest.approx([place[2] for place in expected[: len(places)]], abs=3)
        assert len(places) >= min(rules.LEAST, len(expected))
        assert not whole or (all_of_them and len(places) == len(expected))
