"""The score: the exact sum of what is said, the same for many pairs and for one, and in an order of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.matching.rules import asked
from marketplace.matching.rules.book import odds_of, rank
from marketplace.matching.rules.criteria import failed
from marketplace.matching.rules.explanation import explain, missing_between, parts_of
from marketplace.matching.rules.exposure import exposure
from marketplace.matching.rules.order import hashed, ordered
from marketplace.matching.rules.score import additions, log_odds, out_of_hundred, score
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.weights import RoleWeights, Steps, shipped, weights_from
from tests.factories.matching import a_book, a_pair, a_past_deal, a_seat, seats


@settings(max_examples=120)
@given(seats("s"), seats("o"), st.sampled_from(Role))
def test_the_parts_sum_to_the_score(seeker: Seat, offer: Seat, role: Role) -> None:
    found = score(a_pair(seeker, offer), shipped().roles[role])
    parts = parts_of(found.values[:, 0, 0].tolist(), found.adds[:, 0, 0].tolist())
    assert float(found.log_odds[0, 0]) == pytest.approx(found.intercept + sum(part.adds for part in parts), abs=1e-4)
    assert all(part.adds == 0 for part in parts if part.value is None)


@settings(max_examples=60)
@given(
    st.lists(seats("s"), min_size=1, max_size=6), st.lists(seats("o"), min_size=1, max_size=6), st.sampled_from(Role)
)
def test_one_reader_sees_what_the_whole_table_says(seekers: list[Seat], offers: list[Seat], role: Role) -> None:
    book = a_book(seekers, offers, role)
    whole = odds_of(book.seekers, book.offers, book)
    for number, seat in enumerate(offers):
        np.testing.assert_allclose(rank(seat, book, reader_is_seeker=False), whole[:, number], atol=1e-4)
    for number, seat in enumerate(seekers):
        burden = book.seekers.exposure[number]
        alone = rank(seat, book, reader_is_seeker=True) - np.nan_to_num(burden)
        np.testing.assert_allclose(alone, whole[number], atol=1e-3)
    assert np.isfinite(whole).tolist() == [[failed(left, right) == () for right in offers] for left in seekers]


def test_a_better_fit_scores_higher() -> None:
    offer = a_seat(sectors=("health",), country="VN", stages=("seed",), low=1e6, high=1e6)
    fitting = a_seat(sectors=("health",), markets=("VN",), stages=("seed",), low=5e5, high=2e6)
    other = a_seat(sectors=("energy",), markets=("JP",), stages=("growth",), low=1e5, high=2e5)
    odds = rank(offer, a_book([other, fitting], [offer]), reader_is_seeker=False)
    assert odds[1] > odds[0] + 2


def test_no_score_claims_to_be_sure() -> None:
    shown = out_of_hundred(np.array([-60.0, 0.0, 1.0, 5.0, 60.0]))
    assert (shown[0], shown[1], shown[4]) == (1, 50, 99)
    assert [round(value) for value in shown[2:4]] == [73, 96]
    assert (np.diff(out_of_hundred(np.linspace(-6, 6, 200))) > 0).all()


def test_equal_scores_are_ordered_by_a_key_and_not_by_place() -> None:
    items, reader = ["a", "b", "c", "d", "e", "f"], hashed(["reader"])[0]
    forward = [items[place] for place in ordered(np.zeros(6), hashed(items), reader)]
    backward = [items[::-1][place] for place in ordered(np.zeros(6), hashed(items[::-1]), reader)]
    assert forward == backward
    assert forward != [items[place] for place in ordered(np.zeros(6), hashed(items), hashed(["another"])[0])]


def test_three_reasons_for_two_against_and_what_is_missing() -> None:
    seeker = a_seat(sectors=("health",), markets=("JP",), stages=("growth",), languages=("en",), country="VN")
    offer = a_seat(sectors=("health",), country="VN", stages=("seed",), languages=("en",), declared=True)
    found = score(a_pair(seeker, offer), shipped().roles[Role.INVEST])
    parts = parts_of(found.values[:, 0, 0].tolist(), found.adds[:, 0, 0].tolist())
    told = explain(parts, missing_between(seeker, offer, reader_is_seeker=True), reader_is_seeker=True)
    assert told.reasons_for[0].topic == "subject"
    assert len(told.reasons_for) <= 3
    assert {reason.topic for reason in told.reasons_against} == {"target_market", "stage"}
    assert [(row.field, row.is_ours) for row in told.missing][:2] == [("ticket", True), ("amount", False)]


def test_those_shown_everywhere_carry_a_burden() -> None:
    chance = np.random.default_rng(1)
    odds = chance.normal(size=(60, 40)).astype(np.float32)
    odds[:3] += 5
    burden = exposure(odds)
    assert burden[:3].min() > burden[3:].max()


def test_a_list_with_fewer_than_ten_possible_parties_prices_nobody() -> None:
    odds = np.full((30, 40), -np.inf, np.float32)
    odds[:8] = np.random.default_rng(1).normal(size=(8, 40))
    burden = exposure(odds)
    assert (burden[8:] == 0).all(), "who can stand in no list is not paid for it"
    assert (burden[:8] >= 0).all(), "who stands in every list that it can is not paid to stand higher"


def test_the_shipped_weights_know_only_signals_of_the_table_and_leave_policy_off() -> None:
    for weights in shipped().roles.values():
        assert set(weights.tables) <= {*CODES, asked.CODE}
        assert set(weights.tables["small_firm"].adds) == {0}


def test_weights_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="rising"):
        weights_from(_told(signals={"x": {"at": [1, 0], "adds": [0, 0]}}))


def _told(**role: Any) -> dict[str, Any]:
    return {"version": 9, "provenance": {}, "roles": {"invest": {"intercept": 0, "signals": {}, **role}}}


@pytest.mark.parametrize("shape", ["steps", "table"])
def test_more_steps_than_a_byte_can_number_are_refused(shape: str) -> None:
    def plain(most: int) -> dict[str, Any]:
        points, adds = list(range(most)), [0.5] * most
        row = {"at": points, "adds": adds} if shape == "table" else {"adds": [*adds, 0.5]}
        return _told(edges={"record_like": points}, signals={"record_like": row})

    weights = weights_from(plain(254)).roles[Role.INVEST]
    unknown = a_pair(a_seat(deals=(a_past_deal(),)), a_seat())
    assert log_odds(unknown, weights) == score(unknown, weights).log_odds == 0, "what is unknown adds nothing"
    with pytest.raises(ValueError, match="not too many"):
        weights_from(plain(255))


def test_two_signals_can_only_meet_in_steps() -> None:
    signals = {"record_like": {"adds": [0, 1]}, "activity": {"at": [0], "adds": [1]}}
    edges, meeting = (
        {"record_like": [0.5], "activity": [0.5]},
        {"of": ["record_like", "activity"], "adds": [[0, 0]] * 2},
    )
    with pytest.raises(KeyError):
        weights_from(_told(edges=edges, signals=signals, interactions=[meeting]))


@given(st.sampled_from([1e-6, 0.1, 1 / 3, 0.9, 1.0, 7.5, -2.5]), st.floats(-3e-7, 3e-7))
def test_a_rounding_error_moves_no_value_over_an_edge(edge: float, error: float) -> None:
    weights = RoleWeights(0.0, {}, {"record_like": Steps((edge,), (0.0, 1.0))})
    values = np.array([edge * (1 + error), edge * (1 + error) - abs(edge) * 0.6], np.float32)[:, None]
    assert additions(values.T[None, 0], weights, ["record_like"]).ravel().tolist() == [1.0, 0.0]
