"""The values behind a reason are those that the two sides have in common, in words."""

from __future__ import annotations

import pytest

from marketplace.foundation.i18n import language
from marketplace.matching.presenters.details import Pair, detail
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.signals import Topic
from marketplace.reference.queries import label
from tests.factories.matching import a_past_deal, a_seat


def said(topic: Topic, seeker: Seat, offer: Seat, *, speaks_for: bool = True) -> str:
    return detail(topic, Pair(seeker, offer, reader_is_seeker=True), speaks_for=speaks_for)


def markets(*codes: str) -> str:
    return "; ".join(label("market", code, language()) for code in codes)


def test_presence_names_the_markets_abroad_that_are_looked_for() -> None:
    offer = a_seat(country="VN", served_markets=("VN", "JP"), certified_markets=("SG",), protected_markets=("US",))
    assert said(Topic.PRESENCE, a_seat(markets=("VN", "SG", "JP", "KR")), offer) == markets("SG", "JP")


def test_market_entry_names_the_markets_where_the_seeker_is_active_but_at_home() -> None:
    seeker = a_seat(country="JP", served_markets=("JP", "DE"), deals=(a_past_deal(country="SG"),))
    assert said(Topic.MARKET_ENTRY, seeker, a_seat(markets=("JP", "SG", "DE", "US"))) == markets("SG", "DE")


def test_a_union_is_named_instead_of_its_members() -> None:
    seeker = a_seat(country="JP", served_markets=("EU", "DE", "FR", "US"))
    assert said(Topic.MARKET_ENTRY, seeker, a_seat(markets=("EU", "DE", "FR", "US"))) == markets("EU", "US")


@pytest.mark.parametrize("home", ["VN", None])
def test_past_deals_like_this_one_are_counted_in_its_country_and_subject(home: str | None) -> None:
    deals = (
        a_past_deal(country="VN", tags=("ai",)),
        a_past_deal(country="VN", tags=("health",)),
        a_past_deal(country="SG", tags=("ai",)),
    )
    text = said(Topic.PAST_ALIKE, a_seat(deals=deals), a_seat(country=home, technologies=("ai",)))
    assert text.startswith("1 " if home else "2 ")
    assert "3" in text


def test_the_kind_of_deal_and_the_protected_market_are_named() -> None:
    one, other = a_seat(instruments=("debt", "equity")), a_seat(instruments=("equity",))
    assert said(Topic.DEAL_KIND, one, other) == label("instrument", "equity", language())
    japan = label("country", "JP", language())
    for speaks_for in (True, False):
        assert said(Topic.PROTECTED, a_seat(country="JP"), a_seat(), speaks_for=speaks_for) == japan


def test_a_size_like_past_deals_is_named_and_unknown_says_nothing() -> None:
    assert "2" in said(Topic.PAST_SIZE, a_seat(), a_seat(low=2_000_000.0, high=2_000_000.0))
    for topic in (Topic.PAST_SIZE, Topic.PRESENCE, Topic.MARKET_ENTRY, Topic.PAST_ALIKE, Topic.DEAL_KIND, Topic.CHAIN):
        assert said(topic, a_seat(), a_seat()) == ""
