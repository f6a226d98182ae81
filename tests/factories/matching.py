"""Invented seats at the table, books of them, and strategies that make many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
from hypothesis import strategies as st

from marketplace.matching.rules.book import Book, book_of
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.seats import PastDeal, Role, Seat
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.weights import shipped

MONTH = 2026 * 12 + 5
TAGS = ("ai", "cloud", "fintech", "health", "energy")
COUNTRIES = ("VN", "SG", "JP")
_numbers = count(1)


def a_seat(**fields: Any) -> Seat:
    """A party of its own, about which nothing else is known unless told."""
    name = f"demo{next(_numbers)}"
    return Seat(**{"key": f"{name}/", "organisation": name, "profile": name, "name": name, **fields})


def a_vector(numbers: Sequence[int]) -> bytes:
    """Whole numbers from -127 to 127, as a seat holds what texts mean."""
    return np.array(numbers, np.int8).tobytes()


def a_past_deal(**fields: Any) -> PastDeal:
    """A past deal of this year in AI in Ha Noi, unless told otherwise."""
    usual = {"counterpart": f"demo past {next(_numbers)}", "month": MONTH - 3, "country": "VN", "city": "ha noi"}
    return PastDeal(**{**usual, "amount": 1_000_000.0, "stage": "seed", "tags": ("ai",), **fields})


def a_pair(seeker: Seat, offer: Seat) -> Pairs:
    """Two seats, encoded with a corpus of just these two."""
    corpus = corpus_of([seeker], [offer])
    return Pairs(side_of([seeker], corpus), side_of([offer], corpus), MONTH)


def a_book(seekers: list[Seat], offers: list[Seat], role: Role = Role.INVEST) -> Book:
    """A book with the shipped weights."""
    return book_of(role, MONTH, shipped().roles[role], seekers, offers)


def _some(*codes: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), max_size=3, unique=True).map(tuple)


def _amounts() -> st.SearchStrategy[float | None]:
    return st.none() | st.sampled_from([50_000.0, 500_000.0, 2_000_000.0, 30_000_000.0])


_DEALS = st.builds(
    PastDeal,
    counterpart=st.sampled_from(["demo alpha", "demo beta", "demo gamma"]),
    month=st.none() | st.integers(MONTH - 60, MONTH),
    country=st.none() | st.sampled_from(COUNTRIES),
    city=st.none() | st.sampled_from(["ha noi", "singapore"]),
    amount=_amounts(),
    stage=st.none() | st.sampled_from(["seed", "growth"]),
    tags=_some(*TAGS),
)


_VECTORS = st.lists(st.integers(-127, 127), min_size=4, max_size=4).map(a_vector)


# Every field of a seat but its identity: a test says so.
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "group": st.none() | st.sampled_from(["group one", "group two"]),
    "name": st.sampled_from(["", "demo alpha", "demo beta", "demo gamma"]),
    "country": st.none() | st.sampled_from(COUNTRIES),
    "city": st.none() | st.sampled_from(["ha noi", "singapore"]),
    "sectors": _some("health", "energy"),
    "technologies": _some("ai", "cloud", "fintech"),
    "segments": _some("software", "hardware"),
    "stages": _some("seed", "growth"),
    "instruments": _some("equity", "debt"),
    "directions": _some("inbound", "outbound"),
    "markets": _some(*COUNTRIES, "global"),
    "languages": _some("vi", "en"),
    "excluded_sectors": _some("health", "energy"),
    "excluded_technologies": _some("ai", "fintech"),
    "excluded_countries": _some(*COUNTRIES),
    "limited_to": _some(*TAGS),
    "holders": _some("demo alpha", "demo beta"),
    "low": _amounts(),
    "high": _amounts(),
    "deals": st.lists(_DEALS, max_size=3).map(tuple),
    "words": _some("so", "hoa", "don"),
    "changed": st.none() | st.integers(MONTH - 30, MONTH),
    "trust": st.none() | st.sampled_from([0.0, 0.5, 1.0]),
    "whole": st.booleans(),
    "declared": st.booleans(),
    "acquires_core": st.none() | st.booleans(),
    "founded": st.none() | st.integers(1990, 2026),
    "backed": st.none() | st.booleans(),
    "facets": _some("sme", "lead", "pioneer", "promising"),
    "served_markets": _some(*COUNTRIES),
    "certified_markets": _some(*COUNTRIES),
    "protected_markets": _some(*COUNTRIES),
    "thesis": _some("so", "hoa", "don"),
    "aliases": _some("demo alpha", "demo cong ty"),
    "meanings": st.fixed_dictionaries({}, optional={"en": _VECTORS, "vi": _VECTORS}).map(
        lambda by_language: tuple(sorted(by_language.items()))
    ),
}


def seats(prefix: str) -> st.SearchStrategy[Seat]:
    """Seats of any shape; ids and names are few, so that parties, groups and partners meet."""
    return st.builds(_filled, st.integers(0, 5), st.just(prefix), st.fixed_dictionaries(FIELDS))


def _filled(number: int, prefix: str, fields: dict[str, Any]) -> Seat:
    party = f"party{number}"
    return Seat(key=f"{prefix}{number}", organisation=party, profile=party, **fields)
