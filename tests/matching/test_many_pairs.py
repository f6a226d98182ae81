"""Many pairs at once: shortcuts give what the long way gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.matching.rules.order import hashed, leading, ordered
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import log_odds, score
from marketplace.matching.rules.seats import Seat
from tests.factories.matching import a_book, seats
from tests.factories.weights import chance_weights

MANY = st.lists(seats("s"), min_size=1, max_size=4), st.lists(seats("o"), min_size=1, max_size=12)


@settings(max_examples=60)
@given(*MANY, st.integers(0, 10_000), st.integers(0, 30), st.integers(0, 60))
def test_sums_without_parts_are_the_sums_of_the_parts(
    seekers: list[Seat], offers: list[Seat], seed: int, grids: int, tables: int
) -> None:
    book = a_book(seekers, offers)
    pairs, weights = Pairs(book.seekers, book.offers, book.month), chance_weights(seed, grids, tables)
    np.testing.assert_allclose(log_odds(pairs, weights), score(pairs, weights).log_odds, atol=1e-4)


@given(
    st.lists(st.sampled_from([-np.inf, -0.1, 0.0, 0.000_04, 0.000_06, 0.000_11, 1.0, 7.5]), max_size=40),
    st.integers(0, 12),
)
def test_the_first_places_are_those_of_the_whole_order(odds: list[float], count: int) -> None:
    values, items = np.array(odds, np.float32), hashed(map(str, range(len(odds))))
    reader = hashed(["reader"])[0]
    whole = [place for place in ordered(values, items, reader).tolist() if np.isfinite(values[place])]
    assert leading(values, items, reader, count).tolist() == whole[:count]
