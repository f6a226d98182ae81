"""What a page shows of a party, made from its content so that any revision can be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date

from marketplace.foundation.clock import today
from marketplace.foundation.i18n import day, language, lazy
from marketplace.foundation.i18n import money as written_money
from marketplace.foundation.i18n import number as written_number
from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.profiles.content import (
    Basis,
    Certificate,
    FigureStatus,
    PartyProfile,
    PastDeal,
    YearFigure,
    items_said,
)
from marketplace.profiles.rules import PUBLIC_PAGES, Item, Part, Standing, completeness
from marketplace.reference.presenters import term, terms

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


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two texts of a profile do not say alike."""

    label: Any
    before: str
    after: str


def party_page(profile: PartyProfile) -> PartyPage:
    """What the page of this text of a profile shows, newest first."""
    figures = sorted(profile.figures, key=lambda figure: (-figure.year, figure.market or ""))
    deals = sorted(profile.past_deals, key=lambda deal: deal.month, reverse=True)
    return PartyPage(
        profile=profile,
        other_names=_other_names(profile.name),
        figures=tuple(_figure_line(figure) for figure in figures),
        certificates=certificates_shown(profile.certificates),
        past_deals=tuple((deal, written_month(deal.month), _dollars(deal.amount_usd)) for deal in deals),
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
        _dollars(figure.export_usd),
        _dollars(figure.overseas_usd),
        _dollars(figure.revenue_usd),
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


def _dollars(cents: int | None) -> Money | None:
    return None if cents is None else Money(cents, "USD")


def differences(before: PartyProfile | None, after: PartyProfile) -> list[Difference]:
    """What changed between two texts, field by field, in the page's language."""
    old = {} if before is None else dict(_said(before))
    new = dict(_said(after))
    return [
        Difference(_LABELS[name], old.get(name, ""), text) for name, text in new.items() if old.get(name, "") != text
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
    written = " / ".join(written_money(_dollars(amount)) or "–" for amount in amounts)
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
_LABELS: Mapping[str, Any] = {
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


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of the profile in the list of things to do: where it stands, and its first missing field."""

    label: Any
    standing: str
    words: Any
    field: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a profile has come, for its own people only."""

    score: int
    is_submittable: bool
    next_label: Any
    next_field: str
    parts: tuple[PartLine, ...]
    missing: tuple[tuple[Any, str, bool], ...]


def progress(kind: str, profile: PartyProfile | None) -> Progress:
    """What is there, what is missing, and the one thing to add next."""
    found = completeness(kind, items_said(profile) if profile else ())
    first = found.next_item
    return Progress(
        score=found.score,
        is_submittable=found.is_submittable,
        next_label=_item_label(first) if first else "",
        next_field=first.field if first else "",
        parts=tuple(_part_line(part, standing, found.missing) for part, standing in found.parts),
        missing=tuple((_item_label(item), item.field, item.needed) for item in found.missing),
    )


def _part_line(part: Part, standing: Standing, missing: Iterable[Item]) -> PartLine:
    first = next((item.field for item in missing if item.part is part), PART_STARTS[part])
    return PartLine(PARTS[part], standing, STANDINGS[standing], first)


def _item_label(item: Item) -> Any:
    return ITEM_LABELS.get(item.name) or _LABELS[item.field]


PARTS: Mapping[Part, Any] = {
    Part.WHO: lazy("Who you are"),
    Part.CONTACT: lazy("How to reach you"),
    Part.OFFER: lazy("What you do"),
    Part.WORK: lazy("Fields of work"),
    Part.REACH: lazy("Markets and languages"),
    Part.PROOF: lazy("Figures and proof"),
}
PART_STARTS: Mapping[Part, str] = {
    Part.WHO: "who",
    Part.CONTACT: "contact_email",
    Part.OFFER: "what",
    Part.WORK: "work",
    Part.REACH: "markets",
    Part.PROOF: "certificates",
}
STANDINGS: Mapping[Standing, Any] = {
    Standing.TODO: lazy("Not started"),
    Standing.STARTED: lazy("Something needed is missing"),
    Standing.NEEDED_DONE: lazy("Has what it needs"),
    Standing.DONE: lazy("Complete"),
}
ITEM_LABELS: Mapping[str, Any] = {
    "name": lazy("Name"),
    "name_twice": lazy("Name in the second language"),
    "place": lazy("Province or city"),
    "summary": lazy("What you do, in one or two sentences"),
    "summary_twice": lazy("One or two sentences in the second language"),
    "description": lazy("What you do, in detail"),
    "description_twice": lazy("The details in the second language"),
}
