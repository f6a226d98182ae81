"""Clauses and filters in the words of Elasticsearch: pure values, without scripts or analysis of its own."""

from collections.abc import Iterable, Sequence

from search_index.clauses import AllOf, Begins, Carries, Clause, Itself, Near, Some, Term
from search_index.elastic.entries import encodable, encodable_all
from search_index.elastic.mapping import ID, KIND, Json
from search_index.fields import filter_field, number_field
from search_index.query import AnyOf, Filter, NoneOf, Steps

MOST_TERMS_NEAR = 10_000
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
NOTHING: Json = {"match_none": {}}


def clause_query(clause: Clause) -> Json:
    """Return a tree of clauses as a query."""
    if isinstance(clause, Term):
        return {"term": {clause.field: {"value": clause.token, "boost": clause.boost}}}
    if isinstance(clause, AllOf | Some):
        parts = [clause_query(part) for part in clause.parts]
        if isinstance(clause, AllOf):
            return {"bool": {"must": parts, "should": [clause_query(part) for part in clause.extra]}}
        return {"bool": {"should": parts, "minimum_should_match": clause.minimum}}
    return constant(_unscored(clause), clause.boost)


def _unscored(clause: Near | Begins | Carries | Itself) -> Json:
    if isinstance(clause, Near):
        return _one_edit_away(clause)
    if isinstance(clause, Begins):
        return {"prefix": {clause.field: {"value": clause.start, "rewrite": "constant_score"}}}
    if isinstance(clause, Carries):
        return {"term": {filter_field(clause.filter): {"value": encodable(clause.code)}}}
    return {"term": {ID: {"value": encodable(clause.id)}}}


def _one_edit_away(clause: Near) -> Json:
    """Every word one edit away counts, however many there are; two letters that changed places are one edit."""
    reach: Json = {"fuzziness": 1, "prefix_length": 0, "transpositions": True, "max_expansions": MOST_TERMS_NEAR}
    return {"fuzzy": {clause.field: {"value": clause.token, "rewrite": "constant_score", **reach}}}


def constant(query: Json, boost: float) -> Json:
    """Return the documents of a query, each with the same score."""
    return {"constant_score": {"filter": query, "boost": boost}}


def of_kinds(kinds: Sequence[str]) -> Json:
    """Return the documents of these kinds."""
    return {"terms": {KIND: list(kinds)}}


def filter_query(wanted: Filter) -> Json:
    """Return the documents that a filter keeps."""
    if isinstance(wanted, AnyOf):
        return {"terms": {filter_field(wanted.field): encodable_all(wanted.values)}}
    if isinstance(wanted, NoneOf):
        return {"bool": {"must_not": [filter_query(AnyOf(wanted.field, wanted.values))]}}
    return _range(wanted.field, wanted.low, wanted.high)


def step_queries(boosts: Iterable[Steps]) -> list[Json]:
    """Return what adds a constant to the score for each step."""
    return [constant(_range(steps.field, low, high), boost) for steps in boosts for low, high, boost in steps.steps]


def _range(name: str, low: int | None, high: int | None) -> Json:
    ends: Json = {"gte": _within_64_bits(low, _SMALLEST), "lte": _within_64_bits(high, _LARGEST)}
    return {"range": {number_field(name): ends}}


def _within_64_bits(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else min(max(number, _SMALLEST), _LARGEST)
