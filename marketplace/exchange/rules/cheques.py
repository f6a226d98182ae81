"""Free-text cheques: "$50K - $1M", "$100,000", "100K - 14M"; whatever could mean two things is not read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

CURRENCIES = {"$": "USD", "US$": "USD", "$US": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP"}
UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "mm": 1_000_000, "b": 1_000_000_000, "bn": 1_000_000_000}
AMOUNT = re.compile(
    r"^(?P<sign>US\$|\$US|\$|USD|€|EUR|£|GBP)?\s*(?P<digits>\d+(?:,\d{3})+|\d+(?:\.\d{1,2})?)\s*(?P<unit>[a-z]*)$",
    re.IGNORECASE,
)
DASH = re.compile(r"\s*(?:-|–|—|\bto\b)\s*", re.IGNORECASE)
SMALLEST = 1_000  # "$1 - $2": nobody writes a cheque of two dollars; the unit was left out


class ChequeUnclear(ValueError):
    """A cheque that cannot be read; the code names the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Cheque:
    """A range in whole units of a currency; None where it is open."""

    minimum: int | None
    maximum: int | None
    currency: str = "USD"


def read_cheque(text: str) -> Cheque:
    """The range of one free text. Raises ChequeUnclear; a missing sign beside a signed amount means the same."""
    ends = DASH.split(" ".join(text.split()).replace("$ $", "$").strip())
    if len(ends) > 2:
        raise ChequeUnclear("cheque.shape")
    amounts = [_amount(end) for end in ends]
    currencies = {currency for _, currency in amounts if currency}
    if len(currencies) != 1:
        raise ChequeUnclear("cheque.currency")
    values = [value for value, _ in amounts]
    return between(values[0], values[-1], currencies.pop())


def between(minimum: int | None, maximum: int | None, currency: str = "USD") -> Cheque:
    """A range from two amounts: nothing at the low end is an open end, nothing at the high end says nothing."""
    low, high = minimum or None, maximum or None
    if low is None and high is None:
        raise ChequeUnclear("cheque.empty")
    if low is not None and high is not None and low > high:
        raise ChequeUnclear("cheque.order")
    if max(low or 0, high or 0) < SMALLEST:
        raise ChequeUnclear("cheque.unit")
    return Cheque(low, high, currency)


def _amount(text: str) -> tuple[int, str | None]:
    found = AMOUNT.match(text)
    if found is None:
        raise ChequeUnclear("cheque.shape")
    unit = found["unit"].lower()
    if unit not in UNITS:
        raise ChequeUnclear("cheque.unit")
    value = Decimal(found["digits"].replace(",", "")) * UNITS[unit]
    if value != int(value):
        raise ChequeUnclear("cheque.shape")
    sign = found["sign"]
    return int(value), CURRENCIES[sign.upper()] if sign else None
