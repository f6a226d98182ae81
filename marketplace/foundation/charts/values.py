"""What a chart is made of and what it gives to a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_compact_decimal
from markupsafe import Markup

from marketplace.foundation.i18n import language, number
from marketplace.foundation.money import Money, decimals

NO_VALUE = "—"
Number = int | float | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of numbers with what each stands for; None is a number that nobody knows.

    `write` gives a number in full, for the table; `short` as it stands in the drawing.
    """

    name: str
    labels: Sequence[str]
    values: Sequence[Number | None]
    write: Callable[[Number], str] = number
    short: Callable[[Number], str] | None = None

    def written(self, value: Number | None) -> str:
        """A value as the table writes it."""
        return NO_VALUE if value is None else self.write(value)

    def drawn(self, value: Number) -> str:
        """A value as the drawing writes it."""
        return (self.short or self.write)(value)

    @property
    def known(self) -> list[tuple[str, Number]]:
        """Label and value where there is one."""
        pairs = zip(self.labels, self.values, strict=True)
        return [(label, value) for label, value in pairs if value is not None]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its twin; without `svg` (nothing to draw, or not ready in time) the page shows the table alone."""

    kind: str
    svg: Markup | None
    title: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def short_money(amount: Money) -> str:
    """An amount for a drawing, whose title names the currency: 1.2M, 1,2 Tr."""
    plain = Decimal(amount.minor).scaleb(-decimals(amount.currency))
    return str(format_compact_decimal(plain, locale=language(), fraction_digits=1))
