"""An address is read kindly, and a range of money belongs to the bands it touches."""

from decimal import Decimal

import pytest

from marketplace.discovery.rules import LAST_PAGE, MOST_VALUES, Asked, Kind, Order, read, ticket_bands


def everything(_taxonomy: str, _code: str) -> bool:
    return True


def only_ai(_taxonomy: str, code: str) -> bool:
    return code == "ai"


def test_an_address_says_text_filters_order_and_page() -> None:
    address = {"q": ["  hoá   đơn "], "technology": ["ai", "iot"], "sort": ["newest"], "page": ["3"]}
    asked = read(Kind.COMPANY, address, everything)
    assert asked.text == "hoá đơn"
    assert asked.chosen == (("technology", ("ai", "iot")),)
    assert asked.order is Order.NEWEST
    assert asked.page == 3


@pytest.mark.parametrize(
    ("page", "number"),
    [("abc", 1), ("-1", 1), ("0", 1), ("1e3", 1), ("٣", 1), ("", 1), ("9" * 50, LAST_PAGE), ("2", 2)],
)
def test_an_unreadable_page_is_the_first(page: str, number: int) -> None:
    assert read(Kind.PRODUCT, {"page": [page]}, everything).page == number


def test_what_nobody_offers_is_set_aside_and_named() -> None:
    address = {"technology": ["ai", "warp_drive"], "sector": ["no"], "secret": ["x"], "sort": ["money"]}
    asked = read(Kind.COMPANY, address, only_ai)
    assert asked.chosen == (("technology", ("ai",)),)
    assert asked.set_aside == ("technology", "sector")
    assert asked.order is None


def test_an_address_cannot_ask_for_more_than_a_reader_would() -> None:
    asked = read(Kind.COMPANY, {"technology": [str(n) for n in range(999)], "q": ["x" * 9999]}, everything)
    assert len(asked.values("technology")) == MOST_VALUES
    assert len(asked.text) == 200


def test_choosing_twice_is_not_choosing_and_both_begin_at_the_first_page() -> None:
    asked = Asked(Kind.COMPANY, page=4).with_toggled("sector", "health")
    assert (asked.values("sector"), asked.page) == (("health",), 1)
    assert asked.with_toggled("sector", "health").chosen == ()


def test_an_address_can_be_shared() -> None:
    asked = Asked(Kind.COMPANY, "ai", (("sector", ("energy", "health")),), Order.NAME)
    again = read(Kind.COMPANY, {k: [v] if isinstance(v, str) else v for k, v in asked.arguments().items()}, everything)
    assert again == asked


def test_a_list_comes_by_name_and_a_search_by_relevance() -> None:
    assert Asked(Kind.COMPANY).order_in_use is Order.NAME
    assert Asked(Kind.COMPANY, "ai").order_in_use is Order.RELEVANCE


@pytest.mark.parametrize(
    ("low", "high", "bands"),
    [
        (None, None, ()),
        (0, 50_000, ("under_100k",)),
        (100_000, 100_000, ("100k_1m",)),
        (250_000, 2_000_000, ("100k_1m", "1m_10m")),
        (0, 1_000_000, ("under_100k", "100k_1m")),
        (None, 99_999, ("under_100k",)),
        (20_000_000, None, ("10m_100m", "over_100m")),
        (1, 10**12, ("under_100k", "100k_1m", "1m_10m", "10m_100m", "over_100m")),
    ],
)
def test_a_ticket_belongs_to_every_band_it_touches(low: int | None, high: int | None, bands: tuple[str, ...]) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert ticket_bands(ends[0], ends[1]) == bands
