"""What a page shows of a party, made from its content so that any revision can be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date

from marketplace.foundation.clock import today
from marketplace.foundation.i18n import language, lazy
from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.profiles.content import (
    Basis,
    Certificate,
    FigureStatus,
    PartyProfile,
    PastDeal,
    YearFigure,
)
from marketplace.profiles.rules import PUBLIC_PAGES

STATUS_WORDS = {
    FigureStatus.DECLARED: lazy("Declared by the enterprise"),
    FigureStatus.PROVINCE_CHECKED: lazy("Checked by the province"),
    FigureStatus.VERIFIED: lazy("Verified"),
    FigureStatus.OFFICIAL: lazy("Official"),
}
BASIS_WORDS = {
    Basis.ESTIMATE: lazy("Estimate"),
    Basis.UNAUDITED: lazy("Own accounts, not audited"),
    Basis.AUDITED: lazy("Audited accounts"),
}


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The figures of one year in one market, ready to be written."""

    year: int
    market: str | None
    exports: Money | None
    overseas: Money | None
    revenue: Money | None
    status: Any
    basis: Any
    is_checked: bool


@dataclass(frozen=True, slots=True)
class PartyPage:
    """One party as a page shows it; an empty part is not shown at all."""

    profile: PartyProfile
    other_names: tuple[tuple[str, str], ...]
    figures: tuple[FigureLine, ...]
    certificates: tuple[tuple[Certificate, bool], ...]
    past_deals: tuple[tuple[PastDeal, str, Money | None], ...]


def party_page(profile: PartyProfile) -> PartyPage:
    """What the page of this text of a profile shows, newest first."""
    figures = sorted(profile.figures, key=lambda figure: (-figure.year, figure.market or ""))
    deals = sorted(profile.past_deals, key=lambda deal: deal.month, reverse=True)
    return PartyPage(
        profile=profile,
        other_names=_other_names(profile.name),
        figures=tuple(_figure_line(figure) for figure in figures),
        certificates=certificates_shown(profile.certificates),
        past_deals=tuple((deal, written_month(deal.month), dollars(deal.amount_usd)) for deal in deals),
    )


def page_of_kind(kind: str) -> str | None:
    """The public page that a kind of party has: "company", "investor", or none."""
    return PUBLIC_PAGES.get(kind)


def _other_names(name: Localised) -> tuple[tuple[str, str], ...]:
    shown = name.best(language())
    return tuple((lang, text) for lang, text in name.items() if text != shown)


def _figure_line(figure: YearFigure) -> FigureLine:
    return FigureLine(
        figure.year,
        figure.market,
        dollars(figure.export_usd),
        dollars(figure.overseas_usd),
        dollars(figure.revenue_usd),
        STATUS_WORDS[figure.status],
        BASIS_WORDS[figure.basis],
        figure.status != FigureStatus.DECLARED,
    )


def certificates_shown(certificates: Iterable[Certificate]) -> tuple[tuple[Certificate, bool], ...]:
    """Each certificate, and whether it has run out."""
    return tuple((one, one.valid_until is not None and one.valid_until < today()) for one in certificates)


def written_month(month: str) -> str:
    """A month as the page's language writes it: 04/2023, or Apr 2023."""
    if month.count("-") != 1:
        return month
    year, number = month.split("-")
    return f"{number}/{year}" if language() == "vi" else str(format_date(date(int(year), int(number), 1), "MMM yyyy"))


def dollars(cents: int | None) -> Money | None:
    return None if cents is None else Money(cents, "USD")
