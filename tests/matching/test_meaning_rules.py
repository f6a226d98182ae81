"""The signal of meanings: exact, in a common language first, unknown without vectors, bounded, and nobody's burden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.matching.rules import vectors
from marketplace.matching.rules.book import odds_of
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.editing import bound_of
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.revising import revised
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.text import meaning_likeness
from marketplace.matching.rules.vectors import centres_of, meant, together
from marketplace.matching.rules.weights import shipped
from tests.factories.matching import MONTH, a_book, a_pair, a_seat, a_vector, seats

CODE = "meaning_likeness"
EAST, NORTH, WEST = a_vector((90, 0)), a_vector((0, 50)), a_vector((-127, 0))
SEATS = st.lists(seats("s"), max_size=6, unique_by=lambda seat: seat.key)
OFFERS = st.lists(seats("o"), max_size=6, unique_by=lambda seat: seat.key)


def _value(seeker: dict[str, bytes], offer: dict[str, bytes]) -> float:
    ours, theirs = (a_seat(meanings=tuple(sorted(told.items()))) for told in (seeker, offer))
    return float(meaning_likeness(a_pair(ours, theirs))[0, 0])


def _unread(seats_: list[Seat]) -> list[Seat]:
    return [replace(seat, meanings=()) for seat in seats_]


@pytest.mark.parametrize(
    ("seeker", "offer", "value"),
    [
        ({"en": EAST}, {"en": EAST}, 1.0),
        ({"en": EAST}, {"en": WEST}, -1.0),
        ({"vi": EAST}, {"vi": NORTH}, 0.0),
        ({"en": EAST, "vi": NORTH}, {"en": WEST, "vi": NORTH}, 1.0),
        ({"en": EAST}, {"vi": EAST}, 1.0),
        ({"vi": EAST}, {"en": WEST}, -1.0),
        ({"en": EAST, "vi": NORTH}, {"vi": EAST}, 0.0),
        ({"en": NORTH}, {"en": EAST, "vi": NORTH}, 0.0),
    ],
)
def test_a_common_language_counts_and_another_only_without_one(
    seeker: dict[str, bytes], offer: dict[str, bytes], value: float
) -> None:
    assert _value(seeker, offer) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("told", [{}, {"en": a_vector((0, 0))}])
def test_who_has_no_vector_is_unknown(told: dict[str, bytes]) -> None:
    assert np.isnan(_value(told, {"en": EAST}))
    assert np.isnan(_value({"en": EAST}, told))


def test_nobody_with_a_vector_costs_no_arithmetic() -> None:
    values = meaning_likeness(a_pair(a_seat(meanings=(("en", EAST),)), a_seat()))
    assert values.strides == (0, 0)


@settings(max_examples=60)
@given(SEATS, OFFERS, st.integers(1, 3))
def test_a_value_is_the_same_to_the_last_bit_in_whatever_blocks_it_is_made(
    seekers: list[Seat], offers: list[Seat], stretch: int
) -> None:
    corpus = corpus_of(seekers, offers)
    together_ = meaning_likeness(Pairs(side_of(seekers, corpus), side_of(offers, corpus), MONTH))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vectors, "CHUNK", stretch)
        for row, seeker in enumerate(seekers):
            alone = meaning_likeness(Pairs(side_of([seeker], corpus), side_of(offers, corpus), MONTH))
            np.testing.assert_array_equal(np.broadcast_to(alone, (1, len(offers)))[0], together_[row])


def test_long_vectors_sum_exactly() -> None:
    chance = np.random.default_rng(1)
    rows = chance.integers(-127, 128, (50, 384)).astype(np.int8)
    rows[0] = 127
    made = meant([(("en", row.tobytes()),) for row in rows], "en")
    sums = rows.astype(np.int64) @ rows.astype(np.int64).T
    lengths = np.sqrt(np.diag(sums).astype(np.float32))
    np.testing.assert_array_equal(made.cosines(made), sums.astype(np.float32) / (lengths[:, None] * lengths[None, :]))


def test_only_what_sets_texts_apart_is_kept_of_them() -> None:
    centre = np.array([3.0, 1.0], np.float32)
    texts = [np.array([3.5, 1.0], np.float32), np.array([2.5, 2.0], np.float32)]
    assert together(texts, centre) == a_vector((0, 127))
    assert together(texts[:1], centre) == a_vector((127, 0))
    assert together([centre, centre], centre) == b""


@settings(max_examples=30)
@given(SEATS, OFFERS, st.sampled_from(Role))
def test_how_crowded_a_seeker_is_has_nothing_to_do_with_meanings(
    seekers: list[Seat], offers: list[Seat], role: Role
) -> None:
    many = [replace(seat, key=f"{seat.key}-{copy}") for seat in seekers for copy in range(3)]
    with_, without = a_book(many, offers, role), a_book(_unread(many), _unread(offers), role)
    np.testing.assert_array_equal(with_.seekers.exposure, without.seekers.exposure)


@settings(max_examples=30)
@given(SEATS, OFFERS, st.sampled_from(Role))
def test_a_book_renewed_by_vectors_scores_like_one_made_with_them_and_keeps_its_statistics(
    seekers: list[Seat], offers: list[Seat], role: Role
) -> None:
    base, whole = a_book(_unread(seekers), _unread(offers), role), a_book(seekers, offers, role)
    now = revised(base, seekers, offers)
    assert now.corpus is base.corpus
    np.testing.assert_array_equal(odds_of(now.seekers, now.offers, now), odds_of(whole.seekers, whole.offers, whole))


@pytest.mark.parametrize("role", Role)
def test_the_table_is_bounded_adds_nothing_in_the_middle_and_names_its_model(role: Role) -> None:
    weights = shipped(2)
    table, bound = weights.roles[role].tables[CODE], bound_of(CODE)
    assert (bound.least, bound.most) == (-0.4, 0.4)
    assert min(table.adds) >= bound.least
    assert max(table.adds) <= bound.most
    assert 0 in table.adds
    assert list(table.adds) == sorted(table.adds)
    assert {language: len(centre) for language, centre in centres_of(weights.model).items()} == {"en": 384, "vi": 384}
    assert shipped(1).model == ""
    assert centres_of("demo model") == {}


def test_it_was_added_at_the_end_because_samples_are_stored_by_place() -> None:
    assert CODES[-1] == CODE
