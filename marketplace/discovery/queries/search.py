"""Answers to a search: the index gives ids, the rows are read again, and what is no longer public is dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.discovery.rules import FACETS, PAGE_SIZE, TICKET_BAND, TICKET_BANDS, Asked, Kind, Order
from marketplace.foundation.i18n import language
from marketplace.foundation.search import search
from marketplace.products import queries as products
from marketplace.products.content import Product
from marketplace.products.models import ProductRow
from marketplace.profiles import queries as profiles
from marketplace.profiles.content import PartyProfile
from marketplace.profiles.models import Profile
from marketplace.profiles.rules import PUBLIC_PAGES
from marketplace.reference import queries as reference
from search_index.query import AnyOf, PageRequest, SearchQuery, Sort

NAME_ORDERS = {"vi": "name", "en": "name_en"}
PLACES = frozenset({"country", "market"})
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class FoundParty:
    """A company or an investor that the public may see."""

    row: Profile
    profile: PartyProfile


@dataclass(frozen=True, slots=True)
class FoundProduct:
    """A product that the public may see, and who offers it."""

    row: ProductRow
    product: Product
    owner: Profile


Found = FoundParty | FoundProduct


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of a search. `plain`: the index could not be asked, so the database answered and counted no facets."""

    found: Sequence[Found]
    total: int
    counts: Counts = field(default_factory=dict)
    plain: bool = False


def answer(asked: Asked) -> Answer:
    """One page of results; while the index cannot answer, the database does."""
    found = search(_query(asked))
    return Answer(_read(asked.kind, found.results.ids), found.results.total, found.results.facets, found.plain)


def newest(kind: Kind, size: int) -> Sequence[Found]:
    """The last published of a kind."""
    return answer(Asked(kind, order=Order.NEWEST)).found[:size]


def is_known(taxonomy: str, code: str) -> bool:
    """Whether a code can be chosen in a filter."""
    if taxonomy == TICKET_BAND:
        return code in TICKET_BANDS
    if taxonomy == "province":
        return reference.province(code) is not None
    if taxonomy in PLACES:
        return not reference.unknown_codes(taxonomy, [code])
    return reference.term(taxonomy, code) is not None


def _query(asked: Asked) -> SearchQuery:
    return SearchQuery(
        kinds=(asked.kind.value,),
        text=asked.text,
        filters=tuple(AnyOf(field, codes) for field, codes in asked.chosen),
        facets=tuple(facet.field for facet in FACETS[asked.kind]),
        sort=_sort(asked),
        page=PageRequest(asked.page, PAGE_SIZE),
    )


def _sort(asked: Asked) -> Sort | None:
    if asked.order_in_use is Order.NEWEST:
        return Sort("newest", descending=True)
    by_name = asked.order_in_use is Order.NAME or not asked.text
    return Sort(NAME_ORDERS[language()]) if by_name else None


def _read(kind: Kind, ids: Sequence[str]) -> Sequence[Found]:
    return _products(ids) if kind is Kind.PRODUCT else _parties(kind, ids)


def _parties(kind: Kind, ids: Sequence[str]) -> list[FoundParty]:
    shown = profiles.shown(ids)
    return [FoundParty(row, profile) for row, profile in shown if PUBLIC_PAGES.get(row.kind) == kind.value]


def _products(ids: Sequence[str]) -> list[FoundProduct]:
    return [FoundProduct(row, product, owner) for row, product, owner in products.shown(ids)]
