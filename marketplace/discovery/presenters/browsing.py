"""Ways to walk through the marketplace, in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from marketplace.discovery.presenters.words import KIND_TITLES, LEADS, SEARCHES, TITLES
from marketplace.discovery.queries.browsing import Counted
from marketplace.discovery.rules import Kind
from marketplace.discovery.rules.browsing import BROWSED, kinds_bearing, most
from marketplace.foundation.charts import TileMap
from marketplace.foundation.i18n import LANGUAGES, _, language, lazy
from marketplace.reference import queries as reference
from marketplace.reference.presenters import province_map

Structured = Sequence[Mapping[str, object]]
OTHER_MARKETS = lazy("Other markets that companies and investors name")


@dataclass(frozen=True, slots=True)
class Choice:
    """One code to go on with; without a count while nobody can say."""

    label: str
    href: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """One taxonomy as a way in: its most used codes, and how many there are in all."""

    title: str
    lead: str
    href: str
    choices: Sequence[Choice]
    total: int


@dataclass(frozen=True, slots=True)
class Row:
    """One code with its number of each kind of things."""

    label: str
    other: str
    other_language: str
    href: str
    is_strategic: bool
    counts: Sequence[tuple[str, int, str]]


@dataclass(frozen=True, slots=True)
class TaxonomyPage:
    """Everything that the page of one taxonomy shows."""

    taxonomy: str
    title: str
    lead: str
    kinds: Sequence[str]
    groups: Sequence[tuple[str, Sequence[Row]]]
    known: bool
    map: TileMap | None


def ways(counted: Counted, size: int, taxonomies: Sequence[str] = BROWSED) -> list[Way]:
    """Each taxonomy with its most used codes; before anything is published, with its first ones."""
    return [_way(taxonomy, counted, size) for taxonomy in taxonomies]


def _way(taxonomy: str, counted: Counted, size: int) -> Way:
    codes = [code for code, _ in reference.choices(taxonomy, language())]
    bearing = {code: count for code, count in counted.bearing(taxonomy).items() if code in set(codes)}
    first = [code for code, _ in most(bearing, size)]
    filled = [*first, *(code for code in _offered_first(taxonomy, codes) if code not in bearing)][:size]
    return Way(
        title=str(TITLES[taxonomy]),
        lead=str(LEADS[taxonomy]),
        href=url_for("discovery.taxonomy", taxonomy=taxonomy),
        choices=[Choice(label(taxonomy, code), address(taxonomy, code), bearing.get(code)) for code in filled],
        total=len(codes) if taxonomy != "market" else len(bearing),
    )


def _offered_first(taxonomy: str, codes: Sequence[str]) -> Sequence[str]:
    """Of more than two hundred countries only those that are classed as markets this year."""
    return [entry.country for entry in reference.markets()] if taxonomy == "market" else codes


def taxonomy_page(taxonomy: str, counted: Counted) -> TaxonomyPage:
    """The page of one taxonomy."""
    kinds = kinds_bearing(taxonomy)
    return TaxonomyPage(
        taxonomy=taxonomy,
        title=str(TITLES[taxonomy]),
        lead=str(LEADS[taxonomy]),
        kinds=[str(KIND_TITLES[kind]) for kind in kinds],
        groups=_groups(taxonomy, counted),
        known=counted.known,
        map=_map(counted) if taxonomy == "province" else None,
    )


def _groups(taxonomy: str, counted: Counted) -> list[tuple[str, Sequence[Row]]]:
    if taxonomy != "market":
        return [("", [_row(taxonomy, code, counted) for code, _ in reference.choices(taxonomy, language())])]
    classed: dict[str, list[str]] = {}
    for entry in reference.markets():
        classed.setdefault(entry.market_class, []).append(entry.country)
    groups = {label("market_class", group): codes for group, codes in classed.items()}
    shown = {code for codes in classed.values() for code in codes}
    groups[str(OTHER_MARKETS)] = [
        code for code, _ in most(counted.bearing("market"), len(counted.bearing("market"))) if code not in shown
    ]
    return [(title, [_row("market", code, counted) for code in codes]) for title, codes in groups.items() if codes]


def _row(taxonomy: str, code: str, counted: Counted) -> Row:
    own = label(taxonomy, code)
    other = next((lang for lang in LANGUAGES if lang != language()), language())
    named = reference.label(taxonomy, code, other)
    term = reference.term(taxonomy, code) if taxonomy == "technology" else None
    return Row(
        label=own,
        other="" if named == own else named,
        other_language=other,
        href=address(taxonomy, code),
        is_strategic=term is not None and term.has("strategic"),
        counts=[
            (str(KIND_TITLES[kind]), counted.of(kind, taxonomy).get(code, 0), search_address(kind, taxonomy, code))
            for kind in kinds_bearing(taxonomy)
        ],
    )


def _map(counted: Counted) -> TileMap:
    companies = counted.of(Kind.COMPANY, "province")
    title, heading = _("Companies by province and city"), str(KIND_TITLES[Kind.COMPANY])
    return province_map(title, heading, companies, lambda code: address("province", code))


def label(taxonomy: str, code: str) -> str:
    """What a code is called on this page."""
    return reference.label(taxonomy, code, language())


def address(taxonomy: str, code: str) -> str:
    """The page of a code."""
    return url_for("discovery.term", taxonomy=taxonomy, code=code)


def search_address(kind: Kind, *pairs: str) -> str:
    """A search for one kind, narrowed by field and code, field and code."""
    narrowed: Any = dict(zip(pairs[::2], pairs[1::2], strict=True))
    return url_for(SEARCHES[kind], **narrowed)
