"""Each signal by itself: what it says of two parties, and that it stays silent about what is unknown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.seats import PastDeal, Seat
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.signals import CODES, SIGNALS
from tests.factories.matching import MONTH, a_pair, a_past_deal, a_seat

FUNCTIONS = {signal.code: signal.value for signal in SIGNALS}
DEALS = (
    a_past_deal(),
    a_past_deal(country="SG", city="singapore", tags=("cloud",), amount=10_000_000.0, stage="growth"),
)
CHAIN_LEAD: dict[str, Any] = {"country": "VN", "facets": ("lead",), "technologies": ("ai",)}
RARE, COMMON = float(np.log(1 + 1.5 / 0.5)), float(np.log(1 + 1.5 / 1.5))
RARE_SHARE = COMMON / (COMMON + 2 * RARE)
COVERED_BY_TWO = float(1 / np.sqrt(2))

TABLE: list[tuple[str, dict[str, Any], dict[str, Any], float]] = [
    ("sector_fit", {"sectors": ("health", "energy")}, {"sectors": ("health",)}, 1.0),
    ("sector_fit", {"sectors": ("health", "energy")}, {"sectors": ("finance",)}, 0.0),
    ("technology_fit", {"technologies": ("ai", "cloud")}, {"technologies": ("ai", "iot")}, 0.5),
    ("segment_fit", {"segments": ("software",)}, {"segments": ("software",)}, 1.0),
    ("subject_likeness", {"sectors": ("health",)}, {"sectors": ("health",)}, 1.0),
    ("record_nearest", {"deals": DEALS}, {"technologies": ("ai",)}, 1.0),
    ("record_subject", {"deals": DEALS}, {"technologies": ("ai",)}, 1 / 4),
    ("record_country", {"deals": DEALS}, {"country": "VN"}, 1 / 4),
    ("record_city", {"deals": DEALS}, {"country": "VN", "city": "ha noi"}, 1 / 4),
    ("record_stage", {"deals": DEALS}, {"stages": ("seed",)}, 1 / 3),
    ("record_country_subject", {"deals": DEALS}, {"country": "VN", "technologies": ("cloud",)}, 0.0),
    ("record_country_subject", {"deals": DEALS}, {"country": "SG", "technologies": ("cloud",)}, 1 / 4),
    ("same_country", {"country": "VN"}, {"country": "VN"}, 1.0),
    ("same_country", {"country": "SG"}, {"country": "VN"}, 0.0),
    ("same_city", {"country": "VN", "city": "hue"}, {"country": "SG", "city": "hue"}, 0.0),
    ("target_market", {"markets": ("VN",)}, {"country": "VN"}, 1.0),
    ("target_market", {"markets": ("JP",)}, {"country": "VN"}, 0.0),
    ("target_market", {"markets": ("global",)}, {"country": "VN"}, 1.0),
    ("wanted_market", {"country": "JP"}, {"markets": ("JP", "SG")}, 1.0),
    ("language", {"languages": ("en",)}, {"languages": ("vi", "en")}, 1.0),
    ("certified", {"country": "JP"}, {"certified_markets": ("SG",)}, 0.0),
    ("references", {"country": "JP"}, {"served_markets": ("JP",)}, 1.0),
    ("stage_fit", {"stages": ("seed", "early")}, {"stages": ("early",)}, 1.0),
    ("stage_fit", {"stages": ("seed",)}, {"stages": ("growth",)}, 0.0),
    ("ticket_fit", {"low": 1e6, "high": 3e6}, {"low": 2e6, "high": 2e6}, 1.0),
    ("ticket_fit", {"high": 1e6}, {"low": 2e6, "high": 2e6}, 0.5),
    ("ticket_fit", {"low": 1e6}, {"low": 2e6, "high": 2e6}, 1.0),
    ("size_record", {"deals": (a_past_deal(),)}, {"low": 1e6, "high": 1e6}, 0.0),
    ("amount_sought", {}, {"low": 1e6, "high": 1e6}, 6.0),
    ("activity", {"deals": DEALS}, {}, float(np.log(3))),
    ("last_deal", {"deals": DEALS}, {}, float(np.log(4))),
    ("offer_rounds", {}, {"deals": DEALS}, float(np.log(3))),
    ("core_technology", {"acquires_core": True}, {"acquires_core": True}, 1.0),
    ("offer_declared", {}, {"declared": True}, 1.0),
    ("offer_fresh", {}, {"changed": MONTH}, 1.0),
    ("offer_verified", {}, {"trust": 0.5}, 0.5),
    ("text_likeness", {"words": ("hoa", "don")}, {"words": ("hoa", "don")}, 1.0),
    ("thesis_likeness", {"thesis": ("hoa", "don")}, {"words": ("hoa", "don")}, 1.0),
    ("subject_offered_share", {"technologies": ("ai",)}, {"technologies": ("ai", "cloud")}, 0.5),
    ("subject_sought_share", {"technologies": ("ai", "cloud", "iot")}, {"technologies": ("ai",)}, RARE_SHARE),
    ("record_like", {"deals": DEALS}, {"technologies": ("ai",)}, 1 / 4),
    ("record_covered", {"deals": DEALS}, {"technologies": ("ai", "iot")}, 0.5),
    ("record_profile", {"deals": DEALS}, {"technologies": ("cloud",)}, COVERED_BY_TWO),
    ("record_recent_country", {"deals": DEALS[:1]}, {"country": "VN"}, float(np.log1p(2 ** (-3 / 18)))),
    ("country_lift", {"deals": DEALS}, {"country": "VN"}, 0.0),
    ("home_share", {"country": "VN", "deals": DEALS}, {}, 0.5),
    ("home_habit", {"country": "VN", "deals": DEALS[:1]}, {"country": "VN"}, 2 / 3),
    ("home_habit", {"country": "VN", "deals": DEALS[:1]}, {"country": "JP"}, 1 / 3),
    ("countries", {"deals": DEALS}, {}, float(np.log(3))),
    ("record_stage_near", {"deals": DEALS[:1]}, {"stages": ("early",)}, float(np.exp(-1) / 2)),
    ("record_recent_stage", {"deals": DEALS[:1]}, {"stages": ("seed",)}, float(np.log1p(2 ** (-3 / 18)))),
    ("stage_distance", {"deals": DEALS}, {"stages": ("growth",)}, 1.0),
    ("round_stage", {}, {"stages": ("listed",)}, 6.0),
    ("size_rank", {"deals": DEALS}, {"low": 2e6, "high": 2e6}, 0.5),
    ("usual_size", {"deals": DEALS}, {}, 6.5),
    ("size_spread", {"deals": DEALS[:1]}, {}, float(np.sqrt(2 * 1.2**2 / 3))),
    ("activity_three_years", {"deals": DEALS}, {}, float(np.log(3))),
    ("first_affinity", {"deals": DEALS}, {}, 0.75),
    ("record_round_kind", {"deals": DEALS}, {"backed": False}, 0.75),
    ("record_round_kind", {"deals": DEALS}, {"backed": True}, 0.25),
    ("offer_age", {}, {"founded": 2020}, float(np.log(7))),
    ("offer_age", {}, {"founded": 2030}, 0.0),
    ("offer_breadth", {}, {"sectors": ("health",), "technologies": ("ai",)}, float(np.log(3))),
    ("offer_backed", {}, {"backed": False}, 0.0),
    ("offer_raises", {}, {"deals": DEALS}, float(np.log(2))),
    ("offer_last_round", {}, {"deals": DEALS}, float(np.log(4))),
    ("round_growth", {}, {"deals": DEALS[:1], "low": 1e7, "high": 1e7}, 1.0),
    ("protected", {"country": "JP"}, {"protected_markets": ("JP",)}, 1.0),
    ("protected", {"country": "JP"}, {"protected_markets": ("SG",)}, 0.0),
    ("presence", {"markets": ("JP",)}, {"country": "VN", "served_markets": ("JP",)}, 1.0),
    ("presence", {"markets": ("VN",)}, {"country": "VN", "served_markets": ("VN", "JP")}, 0.0),
    ("market_entry", {"country": "SG", "served_markets": ("SG", "JP")}, {"markets": ("JP", "US")}, 1 / 3),
    ("market_entry", {"country": "SG", "deals": DEALS}, {"markets": ("VN",)}, 1 / 3),
    ("home_reference", {}, {"country": "VN", "served_markets": ("VN",)}, 1.0),
    ("home_reference", {}, {"country": "VN", "served_markets": ("JP",)}, 0.0),
    ("deal_type_fit", {"instruments": ("equity", "debt")}, {"instruments": ("debt",)}, 1.0),
    ("direction_fit", {"country": "JP", "directions": ("inbound",)}, {"country": "VN"}, 1.0),
    ("direction_fit", {"country": "VN"}, {"country": "JP", "directions": ("outbound",)}, 1.0),
    ("large_deal", {}, {"low": 1e6, "high": 1e6}, 1.0),
    ("large_deal", {}, {"low": 9e5, "high": 9e5}, 0.0),
    ("distinguished", {}, {"country": "VN", "facets": ("pioneer",)}, 1.0),
    ("distinguished", {}, {"country": "VN"}, 0.0),
    ("chain_fit", CHAIN_LEAD, {"country": "VN", "facets": ("sme",), "technologies": ("ai",)}, 1.0),
    ("promising_firm", {}, {"facets": ("promising",)}, 1.0),
]
SILENT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("offer_backed", {}, {"holders": ()}),
    ("record_round_kind", {"deals": DEALS}, {}),
    ("round_growth", {}, {"deals": DEALS}),
    ("stage_distance", {"deals": DEALS}, {"stages": ("creation",)}),
    ("deal_type_fit", {"instruments": ("debt",)}, {}),
    ("direction_fit", {"country": "JP", "directions": ("inbound", "outbound")}, {"country": "VN"}),
    ("direction_fit", {"country": "VN", "directions": ("inbound",)}, {"country": "VN"}),
    ("distinguished", {}, {"country": "JP", "facets": ("lead",)}),
    ("chain_fit", {"technologies": ("ai",)}, {"country": "VN", "facets": ("sme",), "technologies": ("ai",)}),
    ("chain_fit", CHAIN_LEAD, {"country": "JP", "facets": ("sme",), "technologies": ("ai",)}),
    ("known_sellers", {"deals": DEALS}, {"holders": ("demo holder",)}),
    ("presence", {"markets": ("VN",)}, {"country": "VN", "served_markets": ("VN",)}),
]


@pytest.mark.parametrize(("code", "seeker", "offer", "expected"), TABLE)
def test_a_signal_says_what_it_should(
    code: str, seeker: dict[str, Any], offer: dict[str, Any], expected: float
) -> None:
    value = FUNCTIONS[code](a_pair(a_seat(**seeker), a_seat(**offer)))
    assert value.shape == (1, 1)
    assert float(value[0, 0]) == pytest.approx(expected, abs=1e-5)


def test_nothing_known_is_nothing_said() -> None:
    spoken = {code for code, value in FUNCTIONS.items() if not np.isnan(value(a_pair(a_seat(), a_seat()))).all()}
    assert spoken == {"offer_declared", "seeker_declared", "small_firm", "promising_firm"}


@pytest.mark.parametrize(("code", "seeker", "offer"), SILENT)
def test_a_signal_says_nothing_where_it_cannot_know(code: str, seeker: dict[str, Any], offer: dict[str, Any]) -> None:
    assert np.isnan(FUNCTIONS[code](a_pair(a_seat(**seeker), a_seat(**offer)))).all()


def test_core_technology_is_silent_unless_the_vietnamese_side_acquires_it() -> None:
    assert np.isnan(FUNCTIONS["core_technology"](a_pair(a_seat(acquires_core=False), a_seat(acquires_core=True)))).all()


def test_co_investors_count_what_they_held_together() -> None:
    beside = a_seat(name="demo beside", deals=(a_past_deal(counterpart="demo shared"),))
    holder = a_seat(name="demo holder", deals=(a_past_deal(counterpart="demo shared"),))
    offer = a_seat(holders=("demo holder",))
    corpus = corpus_of([beside, holder], [offer])
    value = FUNCTIONS["co_investors"](Pairs(side_of([beside], corpus), side_of([offer], corpus), MONTH))
    assert float(value[0, 0]) == pytest.approx(np.log(2))


def _holding() -> tuple[Seat, Seat, Seat]:
    """A seeker, somebody who invested beside it, and an offer that this other one holds."""
    seeker = a_seat(name="demo beside", country="VN", deals=(a_past_deal(counterpart="demo shared"),))
    holder = a_seat(name="demo holder", country="VN", deals=(a_past_deal(counterpart="demo shared"),))
    return seeker, holder, a_seat(name="demo offer", holders=("demo holder",))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("co_investor_share", 1 / 3),
        ("holder_ties", 1.0),
        ("holder_at_home", 1.0),
        ("holder_size", 1.0),
    ],
)
def test_holders_are_compared_with_the_seeker(code: str, expected: float) -> None:
    seeker, holder, offer = _holding()
    corpus = corpus_of([seeker, holder], [offer])
    value = FUNCTIONS[code](Pairs(side_of([seeker], corpus), side_of([offer], corpus), MONTH))
    assert float(value[0, 0]) == pytest.approx(expected, abs=1e-5)


def test_two_steps_away_is_nearer_than_nowhere() -> None:
    seeker, holder, offer = _holding()
    both = a_past_deal(counterpart="demo shared")
    between = a_seat(name="demo between", deals=(both, a_past_deal(counterpart="demo other")))
    far = a_seat(name="demo far", deals=(a_past_deal(counterpart="demo other"),))
    corpus = corpus_of([seeker, holder, between, far], [offer])
    value = FUNCTIONS["co_neighbours"](Pairs(side_of([far, seeker], corpus), side_of([offer], corpus), MONTH))
    alone = FUNCTIONS["co_neighbours"](a_pair(a_seat(deals=DEALS), offer))
    assert 0 < float(value[0, 0]) <= 1
    assert float(alone[0, 0]) == 0


def test_a_buyer_knows_those_who_sold_to_it() -> None:
    buyer = a_seat(whole=True, deals=(a_past_deal(counterpart="demo sold"),))
    stranger = a_seat(whole=True, deals=(a_past_deal(counterpart="demo unrelated"),))
    sold = a_seat(name="demo sold", holders=("demo owner",))
    offer = a_seat(name="demo offer", holders=("demo owner",))
    corpus = corpus_of([buyer, stranger], [sold, offer])
    pairs = Pairs(side_of([buyer, stranger], corpus), side_of([offer], corpus), MONTH)
    assert FUNCTIONS["known_sellers"](pairs)[:, 0].tolist() == [1.0, 0.0]


def test_the_customs_of_parties_alike_speak_where_a_seeker_has_no_record() -> None:
    games = [a_seat(country="JP", city="tokyo", sectors=("games",), deals=_dealt("VN", "ai")) for _ in range(8)]
    health = [
        a_seat(country="SG", city="singapore", sectors=("health",), deals=_dealt("SG", "cloud")) for _ in range(8)
    ]
    newcomers = [
        a_seat(country="JP", city="tokyo", sectors=("games",)),
        a_seat(country="SG", city="singapore", sectors=("health",)),
    ]
    offer = a_seat(country="VN", city="ha noi", technologies=("ai",))
    corpus = corpus_of([*games, *health, *newcomers], [offer])
    pairs = Pairs(side_of(newcomers, corpus), side_of([offer], corpus), MONTH)
    for code in ("subject_demand", "country_flow", "city_flow"):
        likely, unlikely = FUNCTIONS[code](pairs)[:, 0].tolist()
        assert likely > 0 > unlikely
    kin = FUNCTIONS["record_kin"](Pairs(side_of([games[0], health[0]], corpus), side_of([offer], corpus), MONTH))
    assert float(kin[0, 0]) > 0 > float(kin[1, 0])


def _dealt(country: str, tag: str) -> tuple[PastDeal, ...]:
    return tuple(
        a_past_deal(country=country, city="ha noi" if country == "VN" else "singapore", tags=(tag,)) for _ in range(4)
    )


def test_a_first_round_is_told_by_what_everybody_knows() -> None:
    early = a_seat(deals=(a_past_deal(counterpart="demo company", month=MONTH - 30),))
    late = a_seat(deals=(a_past_deal(counterpart="demo company", month=MONTH - 3),))
    corpus = corpus_of([early, late], [])
    pairs = Pairs(side_of([early, late], corpus), side_of([a_seat()], corpus), MONTH)
    np.testing.assert_allclose(FUNCTIONS["first_affinity"](pairs)[:, 0], [2 / 3, 1 / 3], atol=1e-6)


def test_every_signal_has_a_code_of_its_own() -> None:
    assert len(set(CODES)) == len(CODES)
