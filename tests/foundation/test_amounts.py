from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.amounts import AmountUnclear, parse_amount, parse_date, parse_number
from marketplace.foundation.money import Money

READABLE = [
    ("5.000", "vi", "5000"),
    ("1.000", "vi", "1000"),
    ("5.000.000", "vi", "5000000"),
    ("5.000.000", "en", "5000000"),
    ("16,5", "vi", "16.5"),
    ("16.5", "vi", "16.5"),
    ("16,5", "en", "16.5"),
    ("16.5", "en", "16.5"),
    ("1,000", "en", "1000"),
    ("1,000,000.50", "en", "1000000.50"),
    ("1,000,000.50", "vi", "1000000.50"),
    ("1.000.000,50", "en", "1000000.50"),
    ("0.500", "en", "0.500"),
    ("0,500", "vi", "0.500"),
    ("1234.567", "en", "1234.567"),
    ("25000000", "en", "25000000"),
    ("25 000 000", "vi", "25000000"),
    ("25\u00a0000\u202f000", "en", "25000000"),
    ("５０００", "vi", "5000"),
    ("-3", "en", "-3"),
    ("−3", "vi", "-3"),
    ("+3", "vi", "3"),
    ("5 tỷ", "vi", "5000000000"),
    ("5 tỉ", "vi", "5000000000"),
    ("1,5 tỷ", "vi", "1500000000"),
    ("5 triệu", "vi", "5000000"),
    ("5tr", "vi", "5000000"),
    ("5 tỷ 200 triệu", "vi", "5200000000"),
    ("2 nghìn tỷ", "vi", "2000000000000"),
    ("300 ngàn", "vi", "300000"),
    ("5k", "en", "5000"),
    ("5K", "vi", "5000"),
    ("2M", "en", "2000000"),
    ("2.5M", "en", "2500000"),
    ("3bn", "en", "3000000000"),
    ("1 million", "en", "1000000"),
    ("1 million 500 thousand", "en", "1500000"),
]


@pytest.mark.parametrize(("typed", "lang", "number"), READABLE)
def test_a_clear_number_is_read(typed: str, lang: str, number: str) -> None:
    assert parse_number(typed, lang) == Decimal(number)


UNCLEAR = [
    ("1.000", "en", "ambiguous_number"),
    ("1.250M", "en", "ambiguous_number"),
    ("1,000", "vi", "ambiguous_number"),
    ("16,500", "vi", "ambiguous_number"),
    ("", "vi", "empty"),
    ("  ", "en", "empty"),
    ("abc", "en", "not_a_number"),
    ("1,23,456", "en", "not_a_number"),
    ("1.000,5,5", "vi", "not_a_number"),
    ("5.", "en", "not_a_number"),
    (".5", "en", "not_a_number"),
    ("5tr2", "vi", "not_a_number"),
    ("5 triệu 2 tỷ", "vi", "not_a_number"),
    ("1 2", "vi", "not_a_number"),
    ("5-10", "en", "not_a_number"),
    ("5 tỷ rưỡi", "vi", "unknown_unit"),
    ("5 apples", "en", "unknown_unit"),
    ("-", "en", "not_a_number"),
]


@pytest.mark.parametrize(("typed", "lang", "code"), UNCLEAR)
def test_an_unclear_number_is_refused_never_guessed(typed: str, lang: str, code: str) -> None:
    with pytest.raises(AmountUnclear) as refused:
        parse_number(typed, lang)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "currency", "lang", "minor"),
    [
        ("$50k", "USD", "en", 50_000_00),
        ("$100,000", "USD", "en", 100_000_00),
        ("US$1.5M", "USD", "en", 1_500_000_00),
        ("100,000 USD", "USD", "en", 100_000_00),
        ("USD 5", "USD", "vi", 5_00),
        ("$5 SGD", "SGD", "en", 5_00),
        ("S$5", "SGD", "en", 5_00),
        ("5 tỷ đồng", "VND", "vi", 5_000_000_000),
        ("5.000đ", "VND", "vi", 5_000),
        ("5.000 ₫", "VND", "vi", 5_000),
        ("5 VNĐ", "VND", "vi", 5),
        ("5tr", "VND", "vi", 5_000_000),
        ("¥5", "JPY", "en", 5),
        ("2 MIL", "USD", "en", 2_000_000_00),
        ("0", "USD", "en", 0),
        ("1,25", "USD", "vi", 1_25),
    ],
)
def test_an_amount_may_carry_its_own_currency(typed: str, currency: str, lang: str, minor: int) -> None:
    assert parse_amount(typed, currency, lang) == Money(minor, currency)


@pytest.mark.parametrize(
    ("typed", "currency", "lang", "code"),
    [
        ("€5", "USD", "en", "other_currency"),
        ("5 EUR", "USD", "en", "other_currency"),
        ("$5", "VND", "vi", "other_currency"),
        ("S$5", "USD", "en", "other_currency"),
        ("5 đồng", "USD", "vi", "other_currency"),
        ("-5", "USD", "en", "negative_number"),
        ("1.5", "VND", "vi", "too_many_decimals"),
        ("1.005", "USD", "en", "ambiguous_number"),
        ("1.0055", "USD", "en", "too_many_decimals"),
        ("999999999999 nghìn tỷ", "VND", "vi", "too_large"),
        ("$", "USD", "en", "empty"),
    ],
)
def test_an_amount_of_another_currency_or_with_too_many_decimals_is_refused(
    typed: str, currency: str, lang: str, code: str
) -> None:
    with pytest.raises(AmountUnclear) as refused:
        parse_amount(typed, currency, lang)
    assert refused.value.code == code


@given(st.text(max_size=30), st.sampled_from(["vi", "en"]))
def test_whatever_is_typed_is_read_or_refused(typed: str, lang: str) -> None:
    with suppress(AmountUnclear):
        assert isinstance(parse_number(typed, lang), Decimal)
    with suppress(AmountUnclear):
        assert parse_amount(typed, "USD", lang).minor >= 0
    with suppress(AmountUnclear):
        assert isinstance(parse_date(typed, lang), date)


@pytest.mark.parametrize(
    ("typed", "lang", "day"),
    [
        ("04/06/2026", "vi", date(2026, 6, 4)),
        ("4/6/2026", "vi", date(2026, 6, 4)),
        ("4.6.2026", "vi", date(2026, 6, 4)),
        ("4-6-2026", "vi", date(2026, 6, 4)),
        ("2026-06-04", "vi", date(2026, 6, 4)),
        ("2026-06-04", "en", date(2026, 6, 4)),
        ("ngày 4 tháng 6 năm 2026", "vi", date(2026, 6, 4)),
        ("4 tháng 6, 2026", "vi", date(2026, 6, 4)),
        ("4 Jun 2026", "en", date(2026, 6, 4)),
        ("4 Jun 2026", "vi", date(2026, 6, 4)),
        ("4th June 2026", "en", date(2026, 6, 4)),
        ("June 4, 2026", "en", date(2026, 6, 4)),
        ("Sept. 4, 2026", "en", date(2026, 9, 4)),
        ("25/12/2026", "en", date(2026, 12, 25)),
        ("12/25/2026", "en", date(2026, 12, 25)),
        ("03/03/2026", "en", date(2026, 3, 3)),
    ],
)
def test_a_clear_date_is_read(typed: str, lang: str, day: date) -> None:
    assert parse_date(typed, lang) == day


@pytest.mark.parametrize(
    ("typed", "lang", "code"),
    [
        ("03/04/2026", "en", "ambiguous_date"),
        ("12/25/2026", "vi", "not_a_date"),
        ("31/02/2026", "vi", "not_a_date"),
        ("4/6/26", "vi", "short_year"),
        ("4 Foo 2026", "en", "not_a_date"),
        ("yesterday", "en", "not_a_date"),
        ("", "vi", "empty"),
    ],
)
def test_an_unclear_date_is_refused(typed: str, lang: str, code: str) -> None:
    with pytest.raises(AmountUnclear) as refused:
        parse_date(typed, lang)
    assert refused.value.code == code
