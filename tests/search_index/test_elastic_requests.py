"""What is asked of Elasticsearch, as values: the mapping is committed, and only the server's core is used."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import search_index.elastic
from search_index.beginning import beginning
from search_index.correction import nearly
from search_index.elastic.bodies import (
    begun_body,
    continued,
    kept_body,
    nearly_body,
    occurs_body,
    said_body,
    search_body,
)
from search_index.elastic.entries import entry
from search_index.elastic.mapping import committed, index_body, shape_of
from search_index.fields import COMPANY, PUBLIC, IndexFields, KindFields
from search_index.planning import plan
from search_index.query import AnyOf, Between, NoneOf, PageRequest, SearchQuery, Sort, Steps
from tests.factories.documents import a_document

PACKAGE = Path(search_index.elastic.__file__).parent
MAPPING = PACKAGE.parent / "mappings/public.json"
COMPANIES = ("company",)

FULL = SearchQuery(
    ("company", "product"),
    "phaanf mềm AI nghiep",
    (AnyOf("sector", ("health",)), NoneOf("province", ("01",)), Between("employees", 10), AnyOf("market", ("sg",))),
    ("sector", "province", "technology"),
    None,
    PageRequest(2, 10),
    (Steps("founded_year", ((2010, None, 0.5), (None, 2000, 0.1))),),
)
CORE_ANALYZERS = {"standard", "simple", "whitespace", "keyword"}
MODULES = ("filter_path", "char_filter", "tokenizer", "synonym", "asciifolding", "edge_ngram", "script", "painless")
ENDPOINTS = ("_reindex", "_update_by_query", "_delete_by_query", "reindex(", "update_by_query(", "delete_by_query(")


def bodies() -> Iterator[dict[str, object]]:
    for query in (FULL, SearchQuery(COMPANIES), SearchQuery(COMPANIES, "x", sort=Sort("newest", descending=True))):
        for answer in (True, False):
            planned = plan(query.text, lambda _token, answer=answer: answer)  # type: ignore[misc]
            yield search_body(query, planned)
            yield continued(search_body(query, planned), (1.5, "a"), 5)
    yield occurs_body(["phan", "mem"], COMPANIES)
    for text in ("phan me", "phần mềm ddieen"):
        start, near = beginning(text), nearly(text)
        assert start is not None
        assert near is not None
        yield begun_body(start, "company", 8)
        yield nearly_body(near, COMPANIES, 8)
    yield said_body("a", ("technology",))
    yield kept_body(None, 5)
    yield kept_body(["a"], 5)
    yield entry(a_document("a", "Demo", numbers={"employees": (3,)}), PUBLIC)
    yield index_body(PUBLIC)


def names_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


def test_the_committed_mapping_is_that_of_the_declaration() -> None:
    assert MAPPING.read_text("ascii") == committed(PUBLIC), "run: python -m search_index.elastic"


def test_an_unknown_field_is_refused_by_the_mapping_and_another_declaration_has_another_shape() -> None:
    assert json.loads(committed(PUBLIC))["mappings"]["dynamic"] == "strict"
    other = IndexFields("public", (KindFields(COMPANY.kind, (*COMPANY.filters, "added"), COMPANY.numbers),))
    assert shape_of(other) != shape_of(PUBLIC)
    assert shape_of(IndexFields("teasers", PUBLIC.kinds)) == shape_of(PUBLIC)


def test_only_the_core_of_the_server_is_used() -> None:
    mapping = json.loads(committed(PUBLIC))
    analyzers = {about["analyzer"] for about in mapping["mappings"]["properties"].values() if "analyzer" in about}
    assert analyzers <= CORE_ANALYZERS
    assert "analysis" not in mapping["settings"]
    for body in bodies():
        used = set(names_in(body))
        assert not used & {*MODULES, "script_score", "script_fields", "runtime_mappings", "function_score"}
        json.dumps(body)


@pytest.mark.parametrize("file", sorted(PACKAGE.glob("*.py")), ids=lambda file: file.name)
def test_no_program_asks_for_a_module(file: Path) -> None:
    source = file.read_text("utf-8")
    assert [word for word in (*ENDPOINTS, "painless", "script=", ".info(", ".ping(") if word in source] == []


def test_filters_never_score() -> None:
    asked = search_body(FULL, plan("x", lambda _token: True))["query"]
    assert isinstance(asked, dict)
    assert set(asked["bool"]) == {"filter", "must", "should"}
    assert all(set(step) == {"constant_score"} for step in asked["bool"]["should"])


def test_each_facet_leaves_out_its_own_selection_only() -> None:
    body = search_body(FULL, None)
    text = json.dumps(body["aggs"])
    aggs = json.loads(text)
    assert "filter_sector" not in json.dumps(aggs["sector"]["filter"])
    assert "filter_province" in json.dumps(aggs["sector"]["filter"])
    assert {"filter_sector", "filter_province"} <= set(names_in(aggs["technology"]["filter"]))
    assert set(names_in(body["post_filter"])) >= {"filter_sector", "filter_province"}
    assert "number_employees" in set(names_in(body["query"]))
    assert body["track_total_hits"] is True


def test_without_selections_the_facets_need_no_filter_of_their_own() -> None:
    body = search_body(SearchQuery(COMPANIES, facets=("sector",)), None)
    assert body["aggs"] == {"sector": {"terms": {"field": "filter_sector", "size": 1000}}}
    assert "post_filter" not in body


def test_the_order_ends_in_the_id_and_a_missing_key_comes_last() -> None:
    by_name = search_body(SearchQuery(COMPANIES, sort=Sort("name")), None)["sort"]
    assert by_name == [
        {"sort_name": {"order": "asc", "missing": "_last", "unmapped_type": "keyword"}},
        {"id": {"order": "asc"}},
    ]
    assert search_body(SearchQuery(COMPANIES), None)["sort"] == [{"id": {"order": "asc"}}]
    ranked = search_body(SearchQuery(COMPANIES, "demo"), plan("demo", lambda _token: True))["sort"]
    assert ranked == [{"_score": {"order": "desc"}}, {"id": {"order": "asc"}}]


def test_a_near_word_reaches_every_word_one_edit_away_with_one_score() -> None:
    body = json.dumps(search_body(SearchQuery(COMPANIES, "blokchain"), plan("blokchain", lambda _token: False)))
    assert '"max_expansions": 10000' in body
    assert '"rewrite": "constant_score"' in body


def test_text_without_a_word_finds_nothing() -> None:
    body = search_body(SearchQuery(COMPANIES, "???"), None)
    assert "match_none" in set(names_in(body["query"]))


def test_what_is_no_character_can_be_sent() -> None:
    made = entry(a_document("a", "Demo", filters={"sector": ("\ud800", "x", "x")}), PUBLIC)
    assert made["filter_sector"] == ["?", "x"]
    assert entry(a_document("a", "Demo \ud800"), PUBLIC)["sort_name"] == "Demo ?"
