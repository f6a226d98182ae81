"""Hard criteria: the masks say of many pairs what the table says of each one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.criteria import CRITERIA, allowed, failed
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.sides import side_of
from tests.factories.matching import MONTH, a_pair, a_past_deal, a_seat, seats

TABLE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("same_party", {"organisation": "demo"}, {"organisation": "demo"}),
    ("same_group", {"group": "demo group"}, {"group": "demo group"}),
    ("together_already", {"deals": (a_past_deal(counterpart="demo alpha"),)}, {"name": "demo alpha"}),
    ("together_already", {"name": "demo fund"}, {"holders": ("demo fund",)}),
    ("instrument", {"instruments": ("equity",)}, {"instruments": ("debt",)}),
    ("subject", {"limited_to": ("health",)}, {"sectors": ("finance",)}),
    ("excluded_subject", {"excluded_sectors": ("finance",)}, {"sectors": ("finance", "health")}),
    ("excluded_subject", {"technologies": ("ai",)}, {"excluded_technologies": ("ai",)}),
    ("excluded_country", {"excluded_countries": ("KP",)}, {"country": "KP"}),
    ("excluded_country", {"country": "KP"}, {"excluded_countries": ("KP",)}),
    ("direction", {"country": "SG", "directions": ("outbound",)}, {"country": "VN"}),
    ("direction", {"country": "VN", "directions": ("inbound",)}, {"country": "SG"}),
    ("ticket", {"low": 5e6}, {"low": 1e6, "high": 1e6}),
    ("price", {"high": 1e6, "whole": True}, {"low": 5e6, "high": 5e6}),
]


@pytest.mark.parametrize(("code", "seeker", "offer"), TABLE)
def test_a_criterion_keeps_a_pair_apart(code: str, seeker: dict[str, Any], offer: dict[str, Any]) -> None:
    left, right = a_seat(**seeker), a_seat(**offer)
    assert failed(left, right) == (code,)
    assert not allowed(a_pair(left, right)).any()


def test_what_is_unknown_keeps_nobody_apart() -> None:
    assert failed(a_seat(), a_seat()) == ()


def test_a_round_may_be_larger_than_one_ticket() -> None:
    assert failed(a_seat(high=1e6), a_seat(low=5e6, high=5e6)) == ()


def test_a_holder_outside_the_book_is_known_when_it_reads() -> None:
    offer, reader = a_seat(holders=("demo alpha",)), a_seat(name="demo alpha")
    corpus = corpus_of([a_seat()], [offer])
    assert not allowed(Pairs(side_of([reader], corpus), side_of([offer], corpus), MONTH)).any()


@settings(max_examples=150)
@given(st.lists(seats("s"), min_size=1, max_size=5), st.lists(seats("o"), min_size=1, max_size=5))
def test_the_masks_and_the_table_give_the_same_candidates(seekers: list[Seat], offers: list[Seat]) -> None:
    corpus = corpus_of(seekers, offers)
    pairs = Pairs(side_of(seekers, corpus), side_of(offers, corpus), MONTH)
    for criterion in CRITERIA:
        expected = [[criterion.holds(left, right) for right in offers] for left in seekers]
        assert criterion.mask(pairs).tolist() == expected, criterion.code


@settings(max_examples=100)
@given(st.lists(seats("s"), min_size=1, max_size=4), st.lists(seats("o"), min_size=1, max_size=4), seats("r"))
def test_a_reader_whose_codes_nobody_else_uses_is_judged_the_same(
    seekers: list[Seat], offers: list[Seat], reader: Seat
) -> None:
    corpus = corpus_of(seekers, offers)
    alone = replace(reader, limited_to=("quantum",), instruments=("grant",))
    mask = allowed(Pairs(side_of([alone], corpus), side_of(offers, corpus), MONTH))
    assert mask[0].tolist() == [failed(alone, offer) == () for offer in offers]
