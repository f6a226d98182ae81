"""The page of one search: results, filters with counts, and what leads on from an empty answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from marketplace.deals.presenters.words import TIERS
from marketplace.discovery.presenters.cards import Card, card
from marketplace.discovery.presenters.labels import FACET_TITLES, ORDER_LABELS, SEARCH_PAGES, href, label
from marketplace.discovery.presenters.words import KIND_TITLES
from marketplace.discovery.queries.outcomes import Outcome
from marketplace.discovery.rules import FACETS, PAGE_SIZE, Asked, Facet, Kind, Order
from marketplace.foundation.i18n import _
from marketplace.foundation.pages import Page

__all__ = ["Card", "FacetGroup", "ResultPage", "card", "result_page", "tiers"]


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A filter with its options: code, label, count, whether chosen, address that toggles it."""

    title: str
    name: str
    options: Sequence[tuple[str, str, int, bool, str]]


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another text. `typed`: what was typed and found nothing; `exactly`: the address that lets it stand."""

    text: str
    href: str
    typed: str | None = None
    exactly: str | None = None


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
    relaxed: bool
    endpoint: str
    address: str
    first_page: str
    without_filters: str
    without_text: str
    spelling: Spelling | None
    ways: Sequence[tuple[str, int, str]]
    elsewhere: Sequence[tuple[str, int, str]]
    previous: str | None
    next: str | None


def result_page(given: Asked, found: Outcome) -> ResultPage:
    """The page for what came of a question; `given` is the question as the address put it."""
    asked, answer = found.asked, found.answer
    cards = [card(each, asked.text) for each in answer.found]
    endpoint, page = SEARCH_PAGES[asked.kind], Page(cards, asked.page, PAGE_SIZE, answer.total)
    return ResultPage(
        kind=asked.kind,
        asked=asked,
        cards=cards,
        page=page,
        facets=[] if answer.plain else _groups(asked, answer.counts),
        removals=_removals(asked),
        orders=_orders(asked),
        set_aside=", ".join(str(FACET_TITLES[field]) for field in given.set_aside),
        plain=answer.plain,
        relaxed=answer.relaxed and bool(answer.total),
        endpoint=endpoint,
        address=href(Asked(asked.kind)),
        first_page=href(replace(asked, page=1)),
        without_filters=href(asked.without_filters()),
        without_text=href(asked.without_text()),
        spelling=_spelling(found),
        ways=[(_what_is_less(asked, way), total, href(way)) for way, total in found.ways if way.kind is asked.kind],
        elsewhere=[
            (str(KIND_TITLES[way.kind]), total, href(way)) for way, total in found.ways if way.kind is not asked.kind
        ],
        previous=href(replace(asked, page=page.number - 1)) if page.number > 1 else None,
        next=href(replace(asked, page=page.number + 1)) if page.number < page.last else None,
    )


def _spelling(found: Outcome) -> Spelling | None:
    asked = found.asked
    if found.typed is not None:
        exactly = href(asked.with_text(found.typed, exact=True))
        return Spelling(asked.text, href(asked), found.typed, exactly)
    return Spelling(found.meant, href(asked.with_text(found.meant))) if found.meant else None


def _what_is_less(asked: Asked, way: Asked) -> str:
    """In words, what another question leaves out."""
    if not way.text and asked.text:
        return str(_("Without “%(text)s”", text=asked.text))
    if len(asked.chosen) > 1 and not way.chosen:
        return str(_("Without any filter"))
    dropped = next(facet for facet in FACETS[asked.kind] if asked.values(facet.field) and not way.values(facet.field))
    codes = ", ".join(label(dropped.taxonomy, code) for code in asked.values(dropped.field))
    return str(_("Without the filter %(title)s: %(labels)s", title=str(FACET_TITLES[dropped.field]), labels=codes))


def _removals(asked: Asked) -> list[tuple[str, str]]:
    return [
        (label(facet.taxonomy, code), href(asked.with_toggled(facet.field, code)))
        for facet in FACETS[asked.kind]
        for code in asked.values(facet.field)
    ]


def _groups(asked: Asked, counts: Mapping[str, Mapping[str, int]]) -> list[FacetGroup]:
    groups = (_group(asked, facet, counts.get(facet.field, {})) for facet in FACETS[asked.kind])
    return [group for group in groups if group.options]


def _group(asked: Asked, facet: Facet, counts: Mapping[str, int]) -> FacetGroup:
    chosen = asked.values(facet.field)
    codes = {**dict.fromkeys(chosen, 0), **counts}
    options = [
        (code, label(facet.taxonomy, code), count, code in chosen, href(asked.with_toggled(facet.field, code)))
        for code, count in sorted(codes.items(), key=lambda item: (-item[1], item[0]))
    ]
    return FacetGroup(str(FACET_TITLES[facet.field]), facet.field, options)


def _orders(asked: Asked) -> list[tuple[str, str, bool]]:
    offered = [order for order in Order if asked.text or order is not Order.RELEVANCE]
    return [(str(ORDER_LABELS[order]), href(asked.with_order(order)), order is asked.order_in_use) for order in offered]


def tiers(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The stages on the way to a counted deal, in order, with their numbers."""
    return [(str(tier_label), counts.get(tier.value, 0)) for tier, tier_label in TIERS.items()]
