"""Reference data in the words of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.foundation.charts import Tile, TileMap, tile_map
from marketplace.foundation.i18n import language, lazy
from marketplace.reference import queries
from marketplace.reference.models import ReferenceTerm
from marketplace.reference.queries import shipped

TAXONOMIES: Mapping[str, Any] = {
    "cybersecurity_product": lazy("Cyber-security products"),
    "deal_direction": lazy("Directions of deals"),
    "deal_priority": lazy("Priorities of deals"),
    "deal_type": lazy("Types of deals"),
    "development_stage": lazy("Stages of technology"),
    "enterprise_type": lazy("Types of enterprises"),
    "facet": lazy("Marks of enterprises"),
    "instrument": lazy("Instruments of investment"),
    "language": lazy("Languages"),
    "market_class": lazy("Classes of markets"),
    "organisation_kind": lazy("Kinds of organisations"),
    "ownership": lazy("Ownership"),
    "priority_direction": lazy("Priority directions"),
    "sector": lazy("Sectors"),
    "segment": lazy("Segments of the industry"),
    "stage": lazy("Stages of companies"),
    "standard": lazy("Standards and certificates"),
    "support_instrument": lazy("Instruments of support"),
    "support_need": lazy("Needs for support"),
    "technology": lazy("Technologies"),
    "trade_agreement": lazy("Trade agreements"),
}
TABLES: Mapping[str, Any] = {
    "term": lazy("Term"),
    "province": lazy("Province"),
    "market": lazy("Market"),
    "industry": lazy("Industry"),
}
WHAT: Mapping[str, tuple[Any, str]] = {
    "added": (lazy("New"), "positive"),
    "changed": (lazy("Changed"), "verified"),
    "retired": (lazy("Ended"), "caution"),
    "kept": (lazy("Stays as decided here"), "neutral"),
}
REFUSED_RATES: Mapping[str, Any] = {
    "unknown_currency": lazy("This currency is not known here."),
    "source_missing": lazy("Name who publishes the rate."),
    "not_a_date": lazy("Enter a date that exists, for example 21/11/2026"),
    "not_a_number": lazy("Write the rate as a number above 0, with a point, such as 0.0000391."),
    "rate_out_of_bounds": lazy(
        "One unit is worth between 0.000001 and 1,000,000 US dollars: check the currency and the direction of the rate."
    ),
    "too_many_digits": lazy("Write the rate with at most 12 significant digits, such as 0.0000391."),
    "other_rate_recorded": lazy(
        "This source has another rate of this day already. Rates are never changed: name the source of the correction."
    ),
}


@dataclass(frozen=True, slots=True)
class TermLine:
    """One term as the list of its taxonomy shows it."""

    row: ReferenceTerm
    parent: str
    successor: str
    uses: int | None


def term_lines(rows: Sequence[ReferenceTerm], uses: Mapping[str, int] | None) -> list[TermLine]:
    """Terms with the labels of those that they name."""
    labels = {row.code: row.label.best(language()) for row in rows}
    return [
        TermLine(
            row,
            labels.get(row.parent or "", ""),
            labels.get(row.successor or "", ""),
            None if uses is None else uses.get(row.code, 0),
        )
        for row in rows
    ]


def term(code: str | None, taxonomy: str) -> str:
    """The template filter: `code|term("technology")`."""
    return queries.label(taxonomy, code, language())


def terms(codes: tuple[str, ...] | list[str], taxonomy: str) -> str:
    """The template filter for several codes: `codes|terms("sector")`."""
    return ", ".join(term(code, taxonomy) for code in codes)


def province_map(title: str, counts_are: str, counts: Mapping[str, int], href: Callable[[str], str]) -> TileMap:
    """The present provinces as tiles, each with its number and the address that `href` gives for its code."""
    places = shipped.province_tiles()
    return tile_map(
        title,
        counts_are,
        [
            Tile(
                column=places[found.code][0],
                row=places[found.code][1],
                short=places[found.code][2],
                name=found.name.best(language()),
                count=counts.get(found.code, 0),
                href=href(found.code),
            )
            for found in queries.provinces()
            if found.code in places
        ],
    )
