"""Requests as values: what is asked of Elasticsearch for a search, a suggestion or a comparison."""

from collections.abc import Iterable, Sequence

from search_index.beginning import Beginning
from search_index.clauses import Clause, Term
from search_index.elastic.clauses import NOTHING, clause_query, constant, filter_query, of_kinds, step_queries
from search_index.elastic.mapping import HASH, ID, PHRASES, Json, sort_field
from search_index.fields import TEXT_WEIGHTS, filter_field
from search_index.planning import FEW, FOLDED_FIELD, PAIRS_FIELD, token_field
from search_index.query import Between, Filter, SearchQuery

_MOST_FACET_VALUES = 1000
_BY_ID: Json = {ID: {"order": "asc"}}
_BY_SCORE: Json = {"_score": {"order": "desc"}}
_ONLY_IDS: Json = {"_source": False, "stored_fields": "_none_"}  # the id comes as a sort value


def search_body(query: SearchQuery, planned: Clause | None) -> Json:
    """Return the request for one page, all its facets and the exact total.

    A filter on a field that is counted too narrows the hits and the other facets, not its own.
    `planned` is what the text asks for; None while the text holds no word.
    """
    own = [wanted for wanted in query.filters if _is_counted(wanted, query.facets)]
    body: Json = {"query": _asked(query, planned), "track_total_hits": True, **_ONLY_IDS, **_page(query, planned)}
    if own:
        body["post_filter"] = _all_of(own)
    if query.facets:
        body["aggs"] = {name: _facet(name, [wanted for wanted in own if wanted.field != name]) for name in query.facets}
    return body


def is_ranked(query: SearchQuery, planned: Clause | None) -> bool:
    """Whether scores give the order."""
    return query.sort is None and (planned is not None or bool(query.boosts))


def continued(body: Json, after: Sequence[object], size: int) -> Json:
    """Return the request for what follows a hit, without counting again."""
    rest = {name: value for name, value in body.items() if name not in {"aggs", "from"}}
    return {**rest, "track_total_hits": False, "size": size, "search_after": list(after)}


def occurs_body(tokens: Sequence[str], kinds: Sequence[str]) -> Json:
    """Return one question for many words: in how many documents of the kinds does each occur?"""
    each = [_anywhere(token) for token in tokens]
    some: Json = {"bool": {"should": each, "minimum_should_match": 1}}
    return {
        "query": {"bool": {"filter": [of_kinds(kinds), some]}},
        "aggs": {"words": {"filters": {"filters": each}}},
        "size": 0,
        "track_total_hits": False,
    }


def held_body(planned: Clause, kinds: Sequence[str]) -> Json:
    """Return the question whether a page of documents of the kinds hold what is asked, whatever the filters."""
    asked: Json = {"bool": {"filter": [of_kinds(kinds), clause_query(planned)]}}
    return {"query": asked, "size": 0, "track_total_hits": FEW}


def begun_body(start: Beginning, kind: str, size: int) -> Json:
    """Return the request for names of a kind that go on like a beginning, the better ones first, then by name.

    Each thing that is better weighs more than all that come after it.
    """
    better = [constant(clause_query(clause), 2.0**place) for place, clause in enumerate(reversed(start.better))]
    return {
        "query": {"bool": {"filter": [of_kinds((kind,)), clause_query(start.needed)], "should": better}},
        "sort": [_BY_SCORE, _by_key("name", descending=False), _BY_ID],
        "size": size,
        "track_total_hits": False,
        **_ONLY_IDS,
    }


def nearly_body(near: Clause, kinds: Sequence[str], size: int) -> Json:
    """Return the request for what the first documents say that say nearly this."""
    return {**_said(size, ()), "query": {"bool": {"filter": [of_kinds(kinds), clause_query(near)]}}}


def said_body(id_: str, filters: Iterable[str]) -> Json:
    """Return the request for what one document says, and for its codes in some filters."""
    return {**_said(1, filters), "query": {"term": {ID: {"value": id_}}}}


def _said(size: int, filters: Iterable[str]) -> Json:
    return {
        "docvalue_fields": [PHRASES, *map(filter_field, filters)],
        "sort": [_BY_ID],
        "size": size,
        "track_total_hits": False,
        **_ONLY_IDS,
    }


def kept_body(ids: Iterable[str] | None, size: int) -> Json:
    """Return the request for the id, version and content hash of documents: all, or those of these ids."""
    return {
        "query": {"match_all": {}} if ids is None else {"terms": {ID: list(ids)}},
        "docvalue_fields": [ID, HASH],
        "_source": False,
        "version": True,
        "size": size,
        "track_total_hits": False,
    }


def _asked(query: SearchQuery, planned: Clause | None) -> Json:
    outer = [wanted for wanted in query.filters if not _is_counted(wanted, query.facets)]
    whole: Json = {"filter": [of_kinds(query.kinds), *map(filter_query, outer)]}
    if planned is not None:
        whole["must"] = [clause_query(planned)]
    elif query.text.strip():
        whole["must"] = [NOTHING]
    if query.boosts and not query.sort:
        whole["should"] = step_queries(query.boosts)
    return {"bool": whole}


def _page(query: SearchQuery, planned: Clause | None) -> Json:
    if is_ranked(query, planned):
        return {"from": 0, "size": query.page.offset + query.page.size + 1, "sort": [_BY_SCORE, _BY_ID]}
    order = [_by_key(query.sort.field, query.sort.descending)] if query.sort else []
    return {"from": query.page.offset, "size": query.page.size, "sort": [*order, _BY_ID]}


def _by_key(name: str, descending: bool) -> Json:
    order = "desc" if descending else "asc"
    return {sort_field(name): {"order": order, "missing": "_last", "unmapped_type": "keyword"}}


def _is_counted(wanted: Filter, facets: Sequence[str]) -> bool:
    return not isinstance(wanted, Between) and wanted.field in facets


def _facet(name: str, others: Sequence[Filter]) -> Json:
    values: Json = {"terms": {"field": filter_field(name), "size": _MOST_FACET_VALUES}}
    return {"filter": _all_of(others), "aggs": {"values": values}} if others else values


def _all_of(filters: Sequence[Filter]) -> Json:
    return {"bool": {"filter": [filter_query(wanted) for wanted in filters]}}


def _anywhere(token: str) -> Json:
    fields = [token_field(name, form) for name in TEXT_WEIGHTS for form in (FOLDED_FIELD, PAIRS_FIELD)]
    return {"bool": {"should": [clause_query(Term(field, token)) for field in fields], "minimum_should_match": 1}}
