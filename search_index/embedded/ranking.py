"""One page in a steady order: by a stored key, or by score with equal scores ordered by id."""

from dataclasses import dataclass

import tantivy

from search_index.embedded import schema
from search_index.query import PageRequest, Sort
from search_index.sorting import steady

_GROWTH = 4


@dataclass(frozen=True, slots=True)
class Ranked:
    """The ids of one page, their scores if there are any, and the number of all matches."""

    ids: tuple[str, ...]
    total: int
    scores: tuple[float, ...] = ()


def by_key(searcher: tantivy.Searcher, query: tantivy.Query, sort: Sort | None, page: PageRequest) -> Ranked:
    """Return a page in the order of a stored key, or of the ids themselves."""
    descending = sort is not None and sort.descending
    field = schema.order_field(sort.field, descending) if sort else schema.ID
    order = tantivy.Order.Desc if descending else tantivy.Order.Asc
    found = searcher.search(query, limit=page.size, offset=page.offset, order_by_field=field, order=order)
    keys = [key for key, _ in found.hits]
    ids = tuple(schema.id_of_order_key(key, descending) if sort else key for key in keys)
    return Ranked(ids, total(found))


def by_relevance(searcher: tantivy.Searcher, query: tantivy.Query, page: PageRequest) -> Ranked:
    """Return a page in the order of score. So many hits are read that no equal score beyond can belong to the page."""
    last = page.offset + page.size
    limit = last + 1
    while True:
        found = searcher.search(query, limit=limit)
        hits = [(steady(score), address) for score, address in found.hits]
        if len(hits) < limit or hits[-1][0] < hits[last - 1][0]:
            break
        limit *= _GROWTH
    worst = hits[min(last, len(hits)) - 1][0] if hits else 0.0
    rows = sorted((-score, searcher.doc(address)[schema.ID][0]) for score, address in hits if score >= worst)
    shown = rows[page.offset : last]
    return Ranked(tuple(id_ for _, id_ in shown), total(found), tuple(-score for score, _ in shown))


def total(found: tantivy.SearchResult) -> int:
    """Return the number of all matches, which the library's stubs do not mention."""
    return int(found.count)  # type: ignore[attr-defined]
