"""Amounts, shares and dates as people type them, with words for what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import ValidationError

from marketplace.foundation.amounts import AmountUnclear, parse_amount, parse_date, parse_number
from marketplace.foundation.i18n import language, lazy
from marketplace.foundation.money import Money

WHOLE = Decimal(100)
WORDS: Mapping[str, Any] = {
    "empty": lazy("Fill in this field"),
    "not_a_number": lazy("Enter the amount in digits, for example 25000000"),
    "ambiguous_number": lazy("Enter the amount without separators, for example 25000000"),
    "unknown_unit": lazy("Enter the amount in digits, for example 25000000"),
    "negative_number": lazy("Enter an amount above zero"),
    "too_many_decimals": lazy("This currency has fewer decimals: shorten the amount"),
    "too_large": lazy("The amount is too large. Check the number of zeros"),
    "other_currency": lazy("The amount names another currency than the one chosen"),
    "not_a_date": lazy("Enter a date that exists, for example 21/11/2026"),
    "ambiguous_date": lazy("Enter the month as a word, for example 4 June 2026"),
    "short_year": lazy("Enter the year with four digits, for example 2026"),
}


def _refuse(unclear: AmountUnclear) -> ValidationError:
    return ValidationError(str(WORDS[unclear.code]))


def money_typed(text: str, currency: str) -> Money:
    """The amount; raises ValidationError with what to do."""
    try:
        return parse_amount(text, currency, language())
    except AmountUnclear as unclear:
        raise _refuse(unclear) from unclear


def date_typed(text: str) -> date:
    """The day; raises ValidationError with what to do."""
    try:
        return parse_date(text, language())
    except AmountUnclear as unclear:
        raise _refuse(unclear) from unclear


def basis_points_typed(text: str) -> int:
    """Hundredths of a percent of the votes, from a percentage; raises ValidationError with what to do."""
    try:
        share = parse_number(text.removesuffix("%"), language())
    except AmountUnclear as unclear:
        raise _refuse(unclear) from unclear
    points = share * WHOLE
    if not 0 < share <= WHOLE or points != points.to_integral_value():
        raise ValidationError(str(lazy("Enter a percentage above 0 and up to 100, with at most two decimals")))
    return int(points)
