"""Search results and filters in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from marketplace.deals.presenters.words import TIERS
from marketplace.discovery.queries.search import Answer, Found, FoundParty
from marketplace.discovery.rules import FACETS, PAGE_SIZE, TICKET_BAND, Asked, Facet, Kind, Order
from marketplace.foundation.i18n import language, lazy
from marketplace.foundation.pages import Page
from marketplace.foundation.text import Localised
from marketplace.reference import queries as reference
from search_index.highlighting import Piece, highlighted

MOST_CHIPS = 5
SUMMARY_LETTERS = 220
BEFORE_FOUND = 60
SEARCH_PAGES = {Kind.COMPANY: "companies", Kind.PRODUCT: "products", Kind.INVESTOR: "investors"}
OWN_PAGES = {
    Kind.COMPANY: ("products_public.company", "profile_id"),
    Kind.PRODUCT: ("products_public.product", "product_id"),
    Kind.INVESTOR: ("profiles_public.investor", "profile_id"),
}
FACET_TITLES = {
    "technology": lazy("Technology"),
    "sector": lazy("Sector"),
    "province": lazy("Province"),
    "enterprise_type": lazy("Type of enterprise"),
    "segment": lazy("Segment"),
    "market": lazy("Market"),
    "country": lazy("Country"),
    "development_stage": lazy("Stage of development"),
    "ownership": lazy("Ownership"),
    "standard": lazy("Standards and certificates"),
    "facet": lazy("Recognised as"),
    "stage": lazy("Invests at stage"),
    "instrument": lazy("Instrument"),
    TICKET_BAND: lazy("Size of one investment"),
}
BAND_LABELS = {
    "under_100k": lazy("Under US$100,000"),
    "100k_1m": lazy("US$100,000 to 1 million"),
    "1m_10m": lazy("US$1 million to 10 million"),
    "10m_100m": lazy("US$10 million to 100 million"),
    "over_100m": lazy("Over US$100 million"),
}
ELSEWHERE = {
    Kind.COMPANY: lazy("Look among companies"),
    Kind.PRODUCT: lazy("Look among products"),
    Kind.INVESTOR: lazy("Look among investors"),
}
ORDER_LABELS = {Order.RELEVANCE: lazy("Relevance"), Order.NAME: lazy("Name"), Order.NEWEST: lazy("Newest")}


@dataclass(frozen=True, slots=True)
class Card:
    """One result: what it is, where it is, what it does in one line, and its words to choose by."""

    href: str
    name: Sequence[Piece]
    name_language: str
    summary: Sequence[Piece]
    summary_language: str
    facts: Sequence[str]
    owner: Localised | None
    chips: Sequence[str]
    is_demo: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A filter with its options: code, label, count, whether chosen, address that toggles it."""

    title: str
    name: str
    options: Sequence[tuple[str, str, int, bool, str]]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything that a search page shows."""

    kind: Kind
    asked: Asked
    cards: Sequence[Card]
    page: Page[Card]
    facets: Sequence[FacetGroup]
    removals: Sequence[tuple[str, str]]
    orders: Sequence[tuple[str, str, bool]]
    set_aside: str
    plain: bool
    endpoint: str
    address: str
    first_page: str
    without_filters: str
    without_text: str
    elsewhere: Sequence[tuple[str, str]]


def result_page(asked: Asked, answer: Answer) -> ResultPage:
    """The page for an answer."""
    cards = [card(found, asked.text) for found in answer.found]
    return ResultPage(
        kind=asked.kind,
        asked=asked,
        cards=cards,
        page=Page(cards, asked.page, PAGE_SIZE, answer.total),
        facets=[] if answer.plain else _groups(asked, answer.counts),
        removals=[
            (_label(facet.taxonomy, code), _href(asked.with_toggled(facet.field, code)))
            for facet in FACETS[asked.kind]
            for code in asked.values(facet.field)
        ],
        orders=_orders(asked),
        set_aside=", ".join(str(FACET_TITLES[field]) for field in asked.set_aside),
        plain=answer.plain,
        endpoint=SEARCH_PAGES[asked.kind],
        address=url_for(f"discovery.{SEARCH_PAGES[asked.kind]}"),
        first_page=_href(asked),
        without_filters=_href(asked.without_filters()),
        without_text=_href(asked.without_text()),
        elsewhere=_elsewhere(asked),
    )


def card(found: Found, text: str = "") -> Card:
    """One result; the words of the text are marked in its summary."""
    content = found.profile if isinstance(found, FoundParty) else found.product
    lang = language()
    said = _said(content.summary, content.description, text)
    place_of = found.row if isinstance(found, FoundParty) else found.owner
    return Card(
        href=_own_page(found),
        name=highlighted(found.row.name.best(lang), text),
        name_language=found.row.name.language_of_best(lang),
        summary=_excerpt(said.best(lang), text),
        summary_language=said.language_of_best(lang),
        facts=[fact for fact in (_place(place_of.province, place_of.city, place_of.country), _stock(found)) if fact],
        owner=None if isinstance(found, FoundParty) else found.owner.name,
        chips=_chips(content.technologies, content.sectors),
        is_demo=place_of.is_demo,
    )


def _own_page(found: Found) -> str:
    if isinstance(found, FoundParty):
        kind = Kind.INVESTOR if found.profile.kind == Kind.INVESTOR.value else Kind.COMPANY
    else:
        kind = Kind.PRODUCT
    endpoint, name = OWN_PAGES[kind]
    return url_for(endpoint, **{name: found.row.id})  # type: ignore[arg-type]  # never one of its own options


def _said(summary: Localised, description: Localised, text: str) -> Localised:
    """The summary, unless only the description holds what was asked for."""
    lang = language()
    if summary.is_empty:
        return description
    only_below = (
        _first_found(summary.best(lang), text) is None and _first_found(description.best(lang), text) is not None
    )
    return description if only_below else summary


def _excerpt(said: str, text: str) -> list[Piece]:
    """The beginning of a text, or the part in which the words asked for begin."""
    plain = " ".join(said.split())
    first = _first_found(plain, text) or 0
    start = 0 if first < SUMMARY_LETTERS - BEFORE_FOUND else plain.find(" ", first - BEFORE_FOUND) + 1
    part = plain[start : start + SUMMARY_LETTERS]
    if start + len(part) < len(plain):
        part = part.rsplit(" ", 1)[0] + " …"
    return highlighted(f"… {part}" if start else part, text)


def _first_found(said: str, text: str) -> int | None:
    if not text:
        return None
    place = 0
    for piece in highlighted(said, text):
        if piece.found:
            return place
        place += len(piece.text)
    return None


def _place(province: str | None, city: str | None, country: str | None) -> str:
    lang = language()
    inner = reference.label("province", province, lang) or (city or "")
    return ", ".join(part for part in (inner, reference.label("country", country, lang)) if part)


def _stock(found: Found) -> str:
    if not isinstance(found, FoundParty) or not found.profile.stock_symbol:
        return ""
    return ": ".join(part for part in (found.profile.stock_exchange, found.profile.stock_symbol) if part)


def _chips(technologies: Iterable[str], sectors: Iterable[str]) -> list[str]:
    labels = [_label("technology", code) for code in technologies] + [_label("sector", code) for code in sectors]
    return list(dict.fromkeys(labels))[:MOST_CHIPS]


def _groups(asked: Asked, counts: Mapping[str, Mapping[str, int]]) -> list[FacetGroup]:
    groups = (_group(asked, facet, counts.get(facet.field, {})) for facet in FACETS[asked.kind])
    return [group for group in groups if group.options]


def _group(asked: Asked, facet: Facet, counts: Mapping[str, int]) -> FacetGroup:
    chosen = asked.values(facet.field)
    codes = {**dict.fromkeys(chosen, 0), **counts}
    options = [
        (code, _label(facet.taxonomy, code), count, code in chosen, _href(asked.with_toggled(facet.field, code)))
        for code, count in sorted(codes.items(), key=lambda item: (-item[1], item[0]))
    ]
    return FacetGroup(str(FACET_TITLES[facet.field]), facet.field, options)


def _label(taxonomy: str, code: str) -> str:
    if taxonomy == TICKET_BAND:
        return str(BAND_LABELS[code])
    return reference.label(taxonomy, code, language())


def _orders(asked: Asked) -> list[tuple[str, str, bool]]:
    offered = [order for order in Order if asked.text or order is not Order.RELEVANCE]
    return [
        (str(ORDER_LABELS[order]), _href(asked.with_order(order)), order is asked.order_in_use) for order in offered
    ]


def _elsewhere(asked: Asked) -> list[tuple[str, str]]:
    """The same text on the other search pages."""
    others = [(kind, label) for kind, label in ELSEWHERE.items() if asked.text and kind is not asked.kind]
    return [(str(label), _href(Asked(kind, text=asked.text))) for kind, label in others]


def _href(asked: Asked) -> str:
    return url_for(f"discovery.{SEARCH_PAGES[asked.kind]}", **asked.arguments())  # type: ignore[arg-type]


def tiers(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The stages on the way to a counted deal, in order, with their numbers."""
    return [(str(label), counts.get(tier.value, 0)) for tier, label in TIERS.items()]
