"""Answers to a search: the index gives ids, the rows are read again, and what is no longer public is dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from marketplace.discovery.queries.meanings import nearby
from marketplace.discovery.queries.reading import Found, FoundParty, FoundProduct, read_one_kind
from marketplace.discovery.rules import FACETS, PAGE_SIZE, TICKET_BAND, TICKET_BANDS, Asked, Kind, Order
from marketplace.foundation.i18n import language
from marketplace.foundation.search import Answer as SearchAnswer
from marketplace.foundation.search import search
from marketplace.reference import queries as reference
from search_index.query import AnyOf, PageRequest, SearchQuery, Sort

NAME_ORDERS = {"vi": "name", "en": "name_en"}
PLACES = frozenset({"country", "market"})
Counts = Mapping[str, Mapping[str, int]]

__all__ = ["Answer", "Found", "FoundParty", "FoundProduct", "answer", "count", "found_by_words", "is_known", "newest"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of a search.

    `plain`: the index could not be asked, so the database answered and counted no facets. `relaxed`: few things hold
    every word, so those that hold most of them are there too. `by_words`: how many hold every word (told
    on the first page, where the spelling is looked at); the others are near in meaning or hold most of them.
    """

    found: Sequence[Found]
    total: int
    counts: Counts = field(default_factory=dict)
    plain: bool = False
    relaxed: bool = False
    by_words: int = 0


def answer(asked: Asked) -> Answer:
    """One page of results; while the index cannot answer, the database does."""
    query = _query(asked)
    found = search(query)
    results = found.results
    return Answer(
        found=read_one_kind(asked.kind, results.ids),
        total=results.total,
        counts=results.facets,
        plain=found.plain,
        relaxed=results.relaxed,
        by_words=found_by_words(query, found) if asked.page == 1 else 0,
    )


def found_by_words(query: SearchQuery, found: SearchAnswer) -> int:
    """How many results hold every word of the text: what is near in meaning says nothing about its spelling.

    Asks once more only where meaning had a part; while the index is away nothing is, for no spelling is looked for.
    """
    results = found.results
    if query.nearby and results.total and not found.plain:
        results = search(replace(query, nearby=(), facets=(), sort=None, page=PageRequest(1, 1))).results
    return 0 if results.relaxed else results.total


def count(asked: Asked) -> int:
    """How many results a search has, without reading any."""
    return search(replace(_query(asked), facets=(), sort=None, page=PageRequest(1, 1))).results.total


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
        nearby=nearby(asked.text, (asked.kind.value,)),
    )


def _sort(asked: Asked) -> Sort | None:
    if asked.order_in_use is Order.NEWEST:
        return Sort("newest", descending=True)
    by_name = asked.order_in_use is Order.NAME or not asked.text
    return Sort(NAME_ORDERS.get(language(), NAME_ORDERS["en"])) if by_name else None
