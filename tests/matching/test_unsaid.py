"""What nobody told is named, and said to be worth what it could add at most."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from marketplace.matching.presenters.sentences import MISSING
from marketplace.matching.presenters.words import UNSAID
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.explanation import Missing, missing_between
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.unsaid import TOLD, Couple, Scale, most
from marketplace.matching.rules.weights import RoleWeights, Table
from tests.factories.matching import MONTH, a_past_deal, a_seat, seats

WEIGHTS = RoleWeights(
    0.0,
    {
        "offer_age": Table((0.0, 3.5), (0.7, -0.2)),
        "offer_backed": Table((0.0, 1.0), (0.2, 0.0)),
        "co_investors": Table((0.0, 1.0), (0.0, 1.0)),
        "protected": Table((0.0, 1.0), (-0.1, 0.4)),
    },
)


def fields_of(seeker: Seat, offer: Seat) -> set[str]:
    return {row.field for row in missing_between(seeker, offer, reader_is_seeker=True)}


def worth(field: str, seeker: Seat, offer: Seat, *others: Seat) -> float | None:
    """The most that telling this one field could add, in a book that holds others too."""
    missing = Missing(field, is_ours=False)
    scale = Scale(corpus_of([seeker, *others], [offer]), MONTH, WEIGHTS)
    return most(Couple(seeker, offer), [missing], scale).get(missing)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("founded", {"founded": 2020}),
        ("holders", {"holders": ("demo beta",), "backed": True}),
        ("holders", {"backed": False}),
        ("rights", {"protected_markets": ("JP",)}),
    ],
)
def test_year_holders_and_rights_are_missing_until_they_are_told(field: str, told: dict[str, object]) -> None:
    assert field in fields_of(a_seat(), a_seat())
    assert field not in fields_of(a_seat(), a_seat(**told))
    assert Missing(field, is_ours=True) in missing_between(a_seat(), a_seat(), reader_is_seeker=False)


@settings(max_examples=40)
@given(seats("one"), seats("two"))
def test_everything_that_can_be_missing_has_its_words_and_a_way_to_be_told(seeker: Seat, offer: Seat) -> None:
    for reader_is_seeker in (True, False):
        for row in missing_between(seeker, offer, reader_is_seeker=reader_is_seeker):
            assert {(row.field, True), (row.field, False)} <= MISSING.keys() & UNSAID.keys()
            assert row.field in TOLD


def test_a_year_is_worth_what_the_best_age_adds() -> None:
    assert worth("founded", a_seat(), a_seat()) == pytest.approx(0.7, abs=1e-6)


def test_a_right_is_worth_what_protection_in_the_seekers_market_adds() -> None:
    assert worth("rights", a_seat(country="JP"), a_seat()) == pytest.approx(0.4, abs=1e-6)
    assert worth("rights", a_seat(), a_seat()) is None


def test_holders_are_worth_most_where_the_seeker_knows_somebody() -> None:
    held = a_past_deal(counterpart="demo held")
    seeker, other = a_seat(name="demo alpha", deals=(held,)), a_seat(name="demo beta", deals=(held,))
    alone, known = worth("holders", seeker, a_seat()), worth("holders", seeker, a_seat(), other)
    assert alone == pytest.approx(0.2, abs=1e-6), "nobody stands beside the seeker: that there are none adds most"
    assert known is not None
    assert known > 0.6


def test_nobody_is_asked_to_name_whom_a_criterion_would_part() -> None:
    held = a_past_deal(counterpart="demo held")
    seeker, other = (a_seat(name=name, aliases=("demo one",), deals=(held,)) for name in ("demo alpha", "demo one"))
    assert worth("holders", seeker, a_seat(), other) == pytest.approx(0.2, abs=1e-6)
