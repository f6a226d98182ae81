"""The formats of a column's dates and numbers, decided from all its rows; an unclear column is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

PARTS = re.compile(r"^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})$")
NUMBER = re.compile(r"^\d[\d.,]*$")
YEAR_DIGITS = 4


class DateOrder(StrEnum):
    """Which part of a date comes first."""

    YEAR_FIRST = "year-month-day"
    DAY_FIRST = "day/month/year"
    MONTH_FIRST = "month/day/year"
    UNCLEAR = "unclear"


_PLACES = {
    DateOrder.YEAR_FIRST.value: (1, 2, 3),
    DateOrder.DAY_FIRST.value: (3, 2, 1),
    DateOrder.MONTH_FIRST.value: (3, 1, 2),
}


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How one column writes dates."""

    order: DateOrder

    def read(self, text: str) -> date | None:
        """The date of one cell; None if it is none, or if the column is unclear."""
        found = PARTS.match(text.strip())
        return None if found is None or self.order is DateOrder.UNCLEAR else _date(found, self.order)


def _date(found: re.Match[str], order: DateOrder) -> date | None:
    year, month, day = _PLACES[order.value]
    try:
        return date(int(found[year]), int(found[month]), int(found[day]))
    except ValueError:
        return None


def decide_dates(cells: Iterable[str]) -> DateColumn:
    """Look at every cell: only a part above 12 can tell a day from a month, and all cells must agree."""
    possible: set[DateOrder] | None = None
    for cell in cells:
        fits = _orders(cell)
        if fits:
            possible = fits if possible is None else possible & fits
    return DateColumn(next(iter(possible)) if possible and len(possible) == 1 else DateOrder.UNCLEAR)


def _orders(cell: str) -> set[DateOrder]:
    found = PARTS.match(cell.strip())
    if found is None:
        return set()
    if len(found[1]) == YEAR_DIGITS:
        return {DateOrder.YEAR_FIRST}
    if len(found[3]) != YEAR_DIGITS:
        return set()
    return {order for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) if _date(found, order)}


class NumberMarks(StrEnum):
    """What a column's marks mean."""

    COMMA_GROUPS = "1,234.5"
    POINT_GROUPS = "1.234,5"
    NO_MARKS = "1234"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """How one column writes numbers."""

    marks: NumberMarks

    def read(self, text: str) -> Decimal | None:
        """The number of one cell, without its currency sign; None if it is none, or if the column is unclear."""
        plain = _bare(text)
        if self.marks is NumberMarks.UNCLEAR or not NUMBER.match(plain):
            return None
        group, point = (",", ".") if self.marks is not NumberMarks.POINT_GROUPS else (".", ",")
        whole, _, fraction = plain.partition(point)
        if not _grouped(whole, group) or (fraction and not fraction.isdigit()):
            return None
        return Decimal(whole.replace(group, "") + ("." + fraction if fraction else ""))


def decide_numbers(cells: Iterable[str]) -> NumberColumn:
    """Look at every cell: two kinds of mark, a repeated one, or other than three digits after one can tell."""
    possible = {NumberMarks.COMMA_GROUPS, NumberMarks.POINT_GROUPS}
    marked = False
    for cell in cells:
        plain = _bare(cell)
        if NUMBER.match(plain) and not plain.isdigit():
            marked = True
            possible &= {marks for marks in possible if NumberColumn(marks).read(plain) is not None}
    if not marked:
        return NumberColumn(NumberMarks.NO_MARKS)
    return NumberColumn(next(iter(possible)) if len(possible) == 1 else NumberMarks.UNCLEAR)


def _bare(text: str) -> str:
    return text.strip().lstrip("$€£¥₫ ").strip()


def _grouped(whole: str, mark: str) -> bool:
    head, *groups = whole.split(mark)
    return (
        head.isdigit()
        and all(len(group) == 3 and group.isdigit() for group in groups)
        and (not groups or len(head) <= 3)
    )
