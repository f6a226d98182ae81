"""What two texts of a profile do not say alike, in the page’s language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.foundation.i18n import day, lazy
from marketplace.foundation.i18n import money as written_money
from marketplace.foundation.i18n import number as written_number
from marketplace.foundation.text import Localised
from marketplace.profiles.content import (
    Certificate,
    PartyProfile,
    PastDeal,
    YearFigure,
)
from marketplace.profiles.presenters.party import BASIS_WORDS, dollars, written_month
from marketplace.reference.presenters import term, terms


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two texts of a profile do not say alike."""

    label: Any
    before: str
    after: str


def differences(before: PartyProfile | None, after: PartyProfile) -> list[Difference]:
    """What changed between two texts, field by field, in the page's language."""
    old = {} if before is None else dict(_said(before))
    new = dict(_said(after))
    return [
        Difference(LABELS[name], old.get(name, ""), text) for name, text in new.items() if old.get(name, "") != text
    ]


def _said(profile: PartyProfile) -> Iterator[tuple[str, str]]:
    for name in ("name", "summary", "description"):
        text: Localised = getattr(profile, name)
        yield f"{name}_vi", text.vi
        yield f"{name}_en", text.en
    for name, write in _WRITERS.items():
        yield name, write(getattr(profile, name))


def _as_typed(value: str | None) -> str:
    return value or ""


def _code(taxonomy: str) -> Callable[[Any], str]:
    return lambda code: term(code, taxonomy)


def _codes(taxonomy: str) -> Callable[[Any], str]:
    return lambda codes: terms(codes, taxonomy)


def _figures(figures: tuple[YearFigure, ...]) -> str:
    return "; ".join(_figure(figure) for figure in figures)


def _figure(figure: YearFigure) -> str:
    amounts = (figure.export_usd, figure.overseas_usd, figure.revenue_usd)
    written = " / ".join(written_money(dollars(amount)) or "–" for amount in amounts)
    place = f" {term(figure.market, 'country')}" if figure.market else ""
    return f"{figure.year}{place}: {written} ({BASIS_WORDS[figure.basis]})"


def _certificates(certificates: tuple[Certificate, ...]) -> str:
    return "; ".join(
        " ".join(part for part in (term(c.standard, "standard"), c.body, c.number, day(c.valid_until)) if part)
        for c in certificates
    )


def _past_deals(deals: tuple[PastDeal, ...]) -> str:
    return "; ".join(
        f"{written_month(deal.month)} {deal.counterparty_name} ({term(deal.type, 'deal_type')})" for deal in deals
    )


def _whole(value: int | None) -> str:
    return written_number(value)


def _year(value: int | None) -> str:
    return "" if value is None else str(value)


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "legal_name": _as_typed,
    "enterprise_code": _as_typed,
    "country": _code("country"),
    "province": _code("province"),
    "city": _as_typed,
    "website": _as_typed,
    "contact_email": _as_typed,
    "founded_year": _year,
    "employees": _whole,
    "enterprise_type": _code("enterprise_type"),
    "ownership": _code("ownership"),
    "control_country": _code("country"),
    "development_stage": _code("development_stage"),
    "facets": _codes("facet"),
    "technologies": _codes("technology"),
    "segments": _codes("segment"),
    "sectors": _codes("sector"),
    "industry": _code("industry"),
    "markets": _codes("country"),
    "languages": _codes("language"),
    "figures": _figures,
    "certificates": _certificates,
    "past_deals": _past_deals,
}
LABELS: Mapping[str, Any] = {
    "name_vi": lazy("Name in Vietnamese"),
    "name_en": lazy("Name in English"),
    "summary_vi": lazy("In one or two sentences, in Vietnamese"),
    "summary_en": lazy("In one or two sentences, in English"),
    "description_vi": lazy("In detail, in Vietnamese"),
    "description_en": lazy("In detail, in English"),
    "legal_name": lazy("Registered name"),
    "enterprise_code": lazy("Enterprise code"),
    "country": lazy("Country"),
    "province": lazy("Province or city in Vietnam"),
    "city": lazy("Town or city"),
    "website": lazy("Website"),
    "contact_email": lazy("E-mail address for enquiries"),
    "founded_year": lazy("Founded in the year"),
    "employees": lazy("Number of employees"),
    "enterprise_type": lazy("Type of enterprise"),
    "ownership": lazy("Ownership"),
    "control_country": lazy("Country of ultimate control"),
    "development_stage": lazy("Stage of development"),
    "facets": lazy("The enterprise is"),
    "technologies": lazy("Technologies"),
    "segments": lazy("Industry segments"),
    "sectors": lazy("Sectors of application"),
    "industry": lazy("Main line of business"),
    "markets": lazy("Markets"),
    "languages": lazy("Working languages"),
    "figures": lazy("Figures by year"),
    "certificates": lazy("Certificates"),
    "past_deals": lazy("Past deals"),
}
