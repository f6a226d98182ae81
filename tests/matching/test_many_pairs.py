"""Many pairs at once: shortcuts give what the long way gives."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.matching.rules.arrays import bags, gathered, meeting, shared_codes
from marketplace.matching.rules.criteria import CRITERIA
from marketplace.matching.rules.joining import taken
from marketplace.matching.rules.kinds import FEW, READ_BY_CRITERIA, READ_BY_SIGNALS, WORTH, kinds
from marketplace.matching.rules.order import hashed, leading, ordered
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import log_odds, score
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.sides import Side
from marketplace.matching.rules.signals import SIGNALS
from tests.factories.matching import a_book, a_seat, seats
from tests.factories.weights import chance_weights

pytestmark = pytest.mark.slow

MANY = st.lists(seats("s"), min_size=1, max_size=4), st.lists(seats("o"), min_size=1, max_size=12)


@settings(max_examples=60)
@given(*MANY, st.integers(0, 10_000), st.integers(0, 30), st.integers(0, 60))
def test_sums_without_parts_are_the_sums_of_the_parts(
    seekers: list[Seat], offers: list[Seat], seed: int, grids: int, tables: int
) -> None:
    book = a_book(seekers, offers)
    pairs, weights = Pairs(book.seekers, book.offers, book.month), chance_weights(seed, grids, tables)
    np.testing.assert_allclose(log_odds(pairs, weights), score(pairs, weights).log_odds, atol=1e-4)


@pytest.mark.parametrize("sides", [([], [a_seat(), a_seat()]), ([a_seat()], []), ([], [])])
@pytest.mark.parametrize("role", Role)
def test_nobody_on_a_side_is_no_score_for_anybody(sides: tuple[list[Seat], list[Seat]], role: Role) -> None:
    book = a_book(*sides, role)
    pairs = Pairs(book.seekers, book.offers, book.month)
    for weights in (book.weights, chance_weights(7, grids=20, tables=30)):
        assert score(pairs, weights).log_odds.shape == log_odds(pairs, weights).shape == pairs.shape


@given(
    st.lists(st.sampled_from([-np.inf, -0.1, 0.0, 0.000_04, 0.000_06, 0.000_11, 1.0, 7.5]), max_size=40),
    st.integers(0, 12),
)
def test_the_first_places_are_those_of_the_whole_order(odds: list[float], count: int) -> None:
    values, items = np.array(odds, np.float32), hashed(map(str, range(len(odds))))
    reader = hashed(["reader"])[0]
    whole = [place for place in ordered(values, items, reader).tolist() if np.isfinite(values[place])]
    assert leading(values, items, reader, count).tolist() == whole[:count]


BAGS = st.lists(st.dictionaries(st.integers(0, 6), st.sampled_from([0.25, 0.5, 1.0])), min_size=1, max_size=8)


@given(BAGS, BAGS)
def test_rows_are_multiplied_through_codes_as_through_matrices(
    ours: list[dict[int, float]], theirs: list[dict[int, float]]
) -> None:
    left, right = bags(ours, 7).dense(), bags(theirs, 7)
    np.testing.assert_allclose(gathered(left, right), left @ right.dense().T, atol=1e-6)
    np.testing.assert_allclose(meeting(bags(ours, 7), right), left @ right.dense().T, atol=1e-6)
    touching = np.zeros((len(ours), len(theirs)), np.bool_)
    touching[shared_codes(bags(ours, 7), right)] = True
    assert (touching == (left @ right.dense().T > 0)).all()


ANYTHING = st.lists(seats("s"), min_size=1, max_size=3), st.lists(seats("o"), min_size=1, max_size=5)
NAMES = {field.name for field in fields(Side)}


class Watched(Side):
    """A side that notes which of its fields are read."""

    read: set[str]

    def __getattribute__(self, name: str) -> Any:
        if name in NAMES:
            object.__getattribute__(self, "read").add(name)
        return super().__getattribute__(name)

    def __len__(self) -> int:
        return len(object.__getattribute__(self, "country"))


def watched(side: Side) -> Watched:
    copy = object.__new__(Watched)
    copy.__dict__.update({"read": set()} | {name: getattr(side, name) for name in NAMES})
    return copy


@settings(max_examples=60)
@given(*ANYTHING)
def test_signals_and_criteria_read_no_more_of_offers_than_is_said(seekers: list[Seat], offers: list[Seat]) -> None:
    book = a_book(seekers, offers)
    said = {**READ_BY_SIGNALS, **READ_BY_CRITERIA}
    works = {**{each.code: each.value for each in SIGNALS}, **{each.code: each.mask for each in CRITERIA}}
    assert set(said) <= set(works)
    for code, read in said.items():
        side = watched(book.offers)
        works[code](Pairs(book.seekers, side, book.month))
        assert side.read <= set(read), code


@settings(max_examples=40)
@given(st.lists(seats("o"), min_size=1, max_size=FEW // WORTH))
def test_each_row_holds_what_its_kind_holds(some: list[Seat]) -> None:
    offers = a_book([], (some * FEW)[:FEW]).offers
    for read in set(READ_BY_SIGNALS.values()):
        found = kinds(offers, read)
        if found is not None:
            again = taken(found.rows, found.of)
            assert all(_same(getattr(offers, name), getattr(again, name)) for name in read), read


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, np.ndarray):
        return bool(np.array_equal(left, right, equal_nan=left.dtype.kind == "f"))
    if isinstance(left, int):
        return left == int(right)
    return all(_same(getattr(left, part.name), getattr(right, part.name)) for part in fields(left))
