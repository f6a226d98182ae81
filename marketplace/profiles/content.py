"""What a party publishes about itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from marketplace.foundation.text import NO_TEXT, Localised
from marketplace.profiles.rules import SELF_DECLARED_FACETS
from marketplace.publishing.content import SCHEMA, from_plain, to_plain, without_schema

SCHEMA_VERSION = 1


class FigureStatus(StrEnum):
    """Who stands behind a figure."""

    DECLARED = "declared"
    PROVINCE_CHECKED = "province_checked"
    VERIFIED = "verified"
    OFFICIAL = "official"


class Basis(StrEnum):
    """How a figure was made."""

    ESTIMATE = "estimate"
    UNAUDITED = "unaudited"
    AUDITED = "audited"


@dataclass(frozen=True, slots=True)
class YearFigure:
    """One year in one market; amounts in US cents. `fx_rate` is US dollars per unit of the source currency."""

    year: int
    market: str | None = None
    export_usd: int | None = None
    overseas_usd: int | None = None
    revenue_usd: int | None = None
    status: FigureStatus = FigureStatus.DECLARED
    basis: Basis = Basis.UNAUDITED
    evidence: str | None = None
    source_currency: str | None = None
    source_amount: int | None = None
    fx_rate: str | None = None
    fx_date: date | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A standard that was certified, and where and how long it counts."""

    standard: str
    body: str | None = None
    number: str | None = None
    markets: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDeal:
    """A deal that the party made before; `month` is YYYY-MM, the amount is in US cents."""

    counterparty_name: str
    counterparty_country: str | None = None
    counterparty_city: str | None = None
    type: str
    month: str
    amount_usd: int | None = None
    stage: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyProfile:
    """Everything a party shows; codes are those of the reference taxonomies."""

    kind: str
    name: Localised
    legal_name: str | None = None
    enterprise_code: str | None = None
    summary: Localised = NO_TEXT
    description: Localised = NO_TEXT
    country: str | None = None
    province: str | None = None
    city: str | None = None
    website: str | None = None
    founded_year: int | None = None
    enterprise_type: str | None = None
    ownership: str | None = None
    control_country: str | None = None
    facets: tuple[str, ...] = ()
    development_stage: str | None = None
    employees: int | None = None
    technologies: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    industry: str | None = None
    stock_symbol: str | None = None
    stock_exchange: str | None = None
    stock_listed_on: date | None = None
    contact_email: str | None = None
    figures: tuple[YearFigure, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    past_deals: tuple[PastDeal, ...] = ()
    is_demo: bool = False


def to_json(profile: PartyProfile) -> dict[str, Any]:
    """The profile as a revision stores it: schema version, dates as ISO, empty fields left out."""
    return {SCHEMA: SCHEMA_VERSION, **to_plain(profile)}


def from_json(plain: Mapping[str, Any]) -> PartyProfile:
    """The profile that a revision holds; raises UnreadableContent for a shape it does not know."""
    return from_plain(PartyProfile, without_schema(plain, SCHEMA_VERSION))


def as_declared(profile: PartyProfile, live: PartyProfile | None) -> PartyProfile:
    """The profile as its owner may say it.

    A figure stays checked only while it is what was checked; facets that others award stay only where they are.
    """
    checked = set() if live is None else set(live.figures)
    awarded = () if live is None else live.facets
    figures = tuple(
        figure if figure in checked else replace(figure, status=FigureStatus.DECLARED) for figure in profile.figures
    )
    facets = tuple(facet for facet in profile.facets if facet in SELF_DECLARED_FACETS or facet in awarded)
    return replace(profile, figures=figures, facets=facets)


def items_said(profile: PartyProfile) -> frozenset[str]:
    """Which of the items of `rules.completeness` a profile says."""
    said = {
        "country": profile.country,
        "place": profile.province or profile.city,
        "past_deals_too": profile.past_deals,
        **{name: getattr(profile, name) for name in _PLAIN_ITEMS},
    }
    for name in ("name", "summary", "description"):
        text: Localised = getattr(profile, name)
        said |= {name: text.vi or text.en, f"{name}_twice": text.vi and text.en}
    return frozenset(name for name, value in said.items() if value not in (None, "", ()))


_PLAIN_ITEMS = (
    "legal_name", "enterprise_code", "founded_year", "employees", "contact_email", "website", "sectors",
    "technologies", "segments", "markets", "languages", "figures", "past_deals", "certificates",
)  # fmt: skip
