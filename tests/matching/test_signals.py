"""Each signal by itself: what it says of two parties, and that it stays silent about what is unknown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.signals import CODES, SIGNALS
from tests.factories.matching import MONTH, a_pair, a_past_deal, a_seat

FUNCTIONS = {signal.code: signal.value for signal in SIGNALS}
DEALS = (
    a_past_deal(),
    a_past_deal(country="SG", city="singapore", tags=("cloud",), amount=10_000_000.0, stage="growth"),
)

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
    assert spoken == {"offer_declared", "seeker_declared", "small_firm"}


def test_core_technology_is_silent_unless_the_vietnamese_side_acquires_it() -> None:
    assert np.isnan(FUNCTIONS["core_technology"](a_pair(a_seat(acquires_core=False), a_seat(acquires_core=True)))).all()


def test_co_investors_count_what_they_held_together() -> None:
    beside = a_seat(name="demo beside", deals=(a_past_deal(counterpart="demo shared"),))
    holder = a_seat(name="demo holder", deals=(a_past_deal(counterpart="demo shared"),))
    offer = a_seat(holders=("demo holder",))
    corpus = corpus_of([beside, holder], [offer])
    value = FUNCTIONS["co_investors"](Pairs(side_of([beside], corpus), side_of([offer], corpus), MONTH))
    assert float(value[0, 0]) == pytest.approx(np.log(2))


def test_every_signal_has_a_code_of_its_own() -> None:
    assert len(set(CODES)) == len(CODES)
