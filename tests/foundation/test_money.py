from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.money import DECIMALS, Money, MoneyError, convert, to_minor, usd_cents, usd_value

amounts = st.integers(-(10**18), 10**18)
currencies = st.sampled_from(sorted(DECIMALS))


@pytest.mark.parametrize(("currency", "places"), [("VND", 0), ("JPY", 0), ("KRW", 0), ("USD", 2), ("KWD", 3)])
def test_a_currency_has_its_own_decimals(currency: str, places: int) -> None:
    assert DECIMALS[currency] == places


@given(amounts, currencies)
def test_whole_units_and_minor_units_are_the_same_amount(minor: int, currency: str) -> None:
    assert to_minor(Money(minor, currency).major, currency) == minor


@given(amounts, amounts, currencies)
def test_amounts_of_one_currency_add_and_compare_as_numbers(one: int, other: int, currency: str) -> None:
    a, b = Money(one, currency), Money(other, currency)
    assert (a + b).minor == one + other
    assert (a - b) == -(b - a)
    assert (a < b, a <= b, a > b, a >= b) == (one < other, one <= other, one > other, one >= other)
    assert bool(a) == bool(one)
    assert (a * 3).minor == one * 3


@pytest.mark.parametrize("act", [operator.add, operator.sub, operator.lt, operator.ge])
def test_amounts_of_two_currencies_refuse_each_other(act: Callable[[Money, Money], object]) -> None:
    with pytest.raises(MoneyError) as refused:
        act(Money(1, "USD"), Money(1, "VND"))
    assert refused.value.code == "mixed_currencies"


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(MoneyError) as refused:
        Money(1, "XXX")  # ISO 4217: no currency
    assert refused.value.code == "unknown_currency"


@pytest.mark.parametrize(("amount", "currency"), [("1.5", "VND"), ("1.005", "USD"), ("0.0001", "KWD")])
def test_decimals_that_a_currency_lacks_are_refused_not_rounded(amount: str, currency: str) -> None:
    with pytest.raises(MoneyError) as refused:
        to_minor(Decimal(amount), currency)
    assert refused.value.code == "too_many_decimals"


def test_a_value_in_dollars_is_exact() -> None:
    assert usd_value(Money(26_315_789_474, "VND"), Decimal("0.000038")) == Decimal("1000000.000012")
    assert usd_value(Money(26_315_789_473, "VND"), Decimal("0.000038")) == Decimal("999999.999974")
    assert usd_value(Money(10**18, "VND"), Decimal("0.0000380000000000000001")) == Decimal("38000000000000.0001")


def test_rounding_happens_only_where_it_is_asked_for() -> None:
    assert usd_cents(Money(26_315_789_473, "VND"), Decimal("0.000038")) == 100_000_000
    assert convert(Money(100, "USD"), "VND", Decimal("26315.5")) == Money(26316, "VND")
    assert convert(Money(1_50, "USD"), "EUR", Decimal("0.9")) == Money(135, "EUR")
