"""What holds for all signals: their range, silence about the unknown, no matter of order, and what is never one."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from importlib import resources
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.matching.presenters.sentences import FOR_OFFERS, FOR_SEEKERS, TOPICS
from marketplace.matching.rules import asked
from marketplace.matching.rules.arrays import bags, meeting
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.criteria import failed
from marketplace.matching.rules.explanation import UNTOLD_TO_OFFERS, UNTOLD_TO_SEEKERS
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import log_odds
from marketplace.matching.rules.seats import PastDeal, Role, Seat
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.signals import CODES, SIGNALS
from marketplace.matching.rules.weights import shipped
from tests.factories.matching import MONTH, a_book, a_past_deal, a_seat, seats

pytestmark = pytest.mark.slow

BOTH_SIDES = st.tuples(st.lists(seats("s"), min_size=1, max_size=4), st.lists(seats("o"), min_size=1, max_size=4))
RANGES = {
    "size_record": (-4, 4),
    "meaning_likeness": (-1, 1),
    "stage_distance": (-6, 6),
    "round_stage": (0, 6),
    "amount_sought": (0, 15),
    "usual_size": (0, 15),
    "size_spread": (0, 40),
    "round_growth": (-3, 3),
    "country_lift": (-3, 5),
    "city_lift": (-3, 5),
    **dict.fromkeys(("subject_demand", "record_kin", "country_flow", "city_flow"), (-3, 3)),
    **dict.fromkeys(("record_alike", "record_alike_anywhere", "record_alike_any_subject"), (0, 12)),
    **dict.fromkeys(("record_recent_subject", "record_recent_city", "record_recent_country"), (0, 12)),
    **dict.fromkeys(("record_recent_stage", "activity", "activity_three_years", "experience"), (0, 12)),
    **dict.fromkeys(("last_deal", "offer_last_round", "offer_rounds", "offer_raises", "offer_age"), (0, 12)),
    **dict.fromkeys(("offer_breadth", "countries", "co_investors", "seeker_exposed"), (0, 12)),
}
# What only one field of a seat feeds: these signals fall silent or change with it, and no others do.
FED_BY = {
    "founded": {"offer_age"},
    "backed": {"offer_backed", "record_round_kind"},
    "words": {"text_likeness", "thesis_likeness"},
    "thesis": {"thesis_likeness"},
    "meanings": {"meaning_likeness"},
    "languages": {"language"},
    "trust": {"offer_verified"},
    "changed": {"offer_fresh", "seeker_fresh"},
    "instruments": {"deal_type_fit"},
    "directions": {"direction_fit"},
    "certified_markets": {"certified", "presence"},
    "protected_markets": {"protected", "presence"},
    "served_markets": {"references", "presence", "market_entry", "home_reference"},
    "markets": {"target_market", "wanted_market", "presence", "market_entry"},
    "facets": {"small_firm", "promising_firm", "distinguished", "chain_fit"},
    "aliases": set(),
    "group": set(),
    "excluded_countries": set(),
    "excluded_technologies": set(),
}
EMPTY = a_seat()
BARRED = ("paid", "payment", "plan", "entitlement", "province", "invited", "inviter", "referrer")


def _pairs(seekers: list[Seat], offers: list[Seat]) -> Pairs:
    corpus = corpus_of(seekers, offers)
    return Pairs(side_of(seekers, corpus), side_of(offers, corpus), MONTH)


@settings(max_examples=80)
@given(BOTH_SIDES)
def test_every_value_lies_in_its_range_or_is_unknown(sides: tuple[list[Seat], list[Seat]]) -> None:
    pairs = _pairs(*sides)
    for signal in SIGNALS:
        values = signal.value(pairs)
        assert values.shape == pairs.shape
        known = values[~np.isnan(values)]
        low, high = RANGES.get(signal.code, (0, 1))
        assert ((known >= low - 1e-4) & (known <= high + 1e-4)).all(), signal.code


@settings(max_examples=60)
@given(BOTH_SIDES, st.randoms(use_true_random=False))
def test_the_order_of_seats_changes_no_value(sides: tuple[list[Seat], list[Seat]], chance: object) -> None:
    seekers, offers = sides
    left, right = list(range(len(seekers))), list(range(len(offers)))
    chance.shuffle(left)  # type: ignore[attr-defined]
    chance.shuffle(right)  # type: ignore[attr-defined]
    pairs = _pairs(seekers, offers)
    shuffled = _pairs([seekers[number] for number in left], [offers[number] for number in right])
    for signal in SIGNALS:
        before = np.broadcast_to(signal.value(pairs), pairs.shape)
        after = np.broadcast_to(signal.value(shuffled), pairs.shape)
        np.testing.assert_allclose(after, before[np.ix_(left, right)], atol=2e-4, err_msg=signal.code)


@settings(max_examples=60)
@given(BOTH_SIDES, st.sampled_from(sorted(FED_BY)))
def test_an_unknown_field_changes_no_other_signal(sides: tuple[list[Seat], list[Seat]], field: str) -> None:
    seekers, offers = sides
    silent = {field: getattr(EMPTY, field)}
    pairs = _pairs(seekers, offers)
    corpus = corpus_of(seekers, offers)
    without = [[replace(seat, **silent) for seat in side] for side in (seekers, offers)]
    unknown = Pairs(side_of(without[0], corpus), side_of(without[1], corpus), MONTH)
    for signal in SIGNALS:
        if signal.code not in FED_BY[field]:
            np.testing.assert_array_equal(signal.value(unknown), signal.value(pairs), signal.code)


@settings(max_examples=40)
@given(BOTH_SIDES, st.sampled_from(Role))
def test_what_the_first_weights_do_not_know_changes_none_of_their_scores(
    sides: tuple[list[Seat], list[Seat]], role: Role
) -> None:
    new = ("founded", "backed", "protected_markets", "thesis", "aliases", "meanings")
    weights = shipped(1).roles[role]
    older = [[replace(seat, **{name: getattr(EMPTY, name) for name in new}) for seat in side] for side in sides]
    np.testing.assert_allclose(
        log_odds(_pairs(*sides), weights), log_odds(_pairs(older[0], older[1]), weights), atol=1e-5
    )


@settings(max_examples=60)
@given(BOTH_SIDES, st.sampled_from(Role))
def test_what_parts_two_parties_parts_them_in_every_column(sides: tuple[list[Seat], list[Seat]], role: Role) -> None:
    book = a_book(*sides, role)
    for (row, seeker), (column, offer) in product(enumerate(sides[0]), enumerate(sides[1])):
        names = {offer.name, *offer.aliases} - {""}
        if names & {deal.counterpart for deal in seeker.deals} or (seeker.group and seeker.group == offer.group):
            assert failed(book.seeker_seats[row], book.offer_seats[column])


def test_a_deal_under_any_name_and_on_either_side_parts_a_pair() -> None:
    seeker = a_seat(aliases=("demo cong ty",), deals=(a_past_deal(counterpart="demo ten khac"),))
    assert "together_already" in failed(seeker, a_seat(aliases=("demo ten khac",)))
    assert "together_already" in failed(seeker, a_seat(deals=(a_past_deal(counterpart="demo cong ty"),)))
    assert "together_already" in failed(seeker, a_seat(holders=("demo cong ty",)))
    assert failed(seeker, a_seat(aliases=("demo la",))) == ()


def test_the_same_group_is_kept_apart_whichever_side_it_sits_on() -> None:
    one, other = a_seat(group="demo group"), a_seat(group="demo group")
    assert failed(one, other) == failed(other, one) == ("same_group",)


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.integers(0, 5), st.integers(1, 3)), max_size=5), st.data())
def test_meeting_gives_the_products_of_full_rows(rows: list[dict[int, int]], data: st.DataObject) -> None:
    others = data.draw(st.lists(st.dictionaries(st.integers(0, 5), st.integers(1, 3)), max_size=5))
    left = bags([{code: float(weight) for code, weight in row.items()} for row in rows], 6)
    right = bags([{code: float(weight) for code, weight in row.items()} for row in others], 6)
    np.testing.assert_array_equal(meeting(left, right), left.dense() @ right.dense().T)


@pytest.mark.parametrize("barred", BARRED)
def test_what_is_never_a_signal_has_no_place_at_the_table(barred: str) -> None:
    names = {each.name for each in (*fields(Seat), *fields(PastDeal))}
    assert not [name for name in names if barred in name]


def test_every_reason_that_can_be_told_has_its_sentences() -> None:
    topics = {signal.topic for signal in SIGNALS}
    assert topics - UNTOLD_TO_SEEKERS <= set(FOR_SEEKERS)
    assert topics - UNTOLD_TO_OFFERS <= set(FOR_OFFERS)
    assert topics <= set(TOPICS)


def test_core_technology_abroad_is_no_reason() -> None:
    core = next(signal for signal in SIGNALS if signal.code == "core_technology")
    abroad = a_seat(country="JP", acquires_core=False, whole=True)
    assert np.isnan(core.value(_pairs([abroad], [a_seat(country="VN", acquires_core=True)]))).all()


@pytest.mark.parametrize("version", [1, 2])
def test_judged_tables_are_bounded_rising_and_leave_policy_to_the_ministry(version: int) -> None:
    text = resources.files("marketplace.matching").joinpath("data", f"judged-{version}.json").read_text("utf-8")
    for tables in json.loads(text)["roles"].values():
        assert set(tables) <= {*CODES, asked.CODE}
        for code, table in tables.items():
            assert code == "seeker_exposed" or max(map(abs, table["adds"])) <= 1.5
            assert code == "seeker_exposed" or table["adds"] == sorted(table["adds"])
        assert {
            add for code in ("small_firm", "promising_firm") for add in tables.get(code, {"adds": [0]})["adds"]
        } == {0}
