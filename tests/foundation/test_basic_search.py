"""Without an index the database finds what people mean: the same table of pairs as for the engines, at a lower goal."""

from collections.abc import Iterable, Sequence

import pytest
from flask_sqlalchemy import SQLAlchemy

from marketplace.foundation.basic_search import find
from marketplace.foundation.clock import now
from marketplace.foundation.database import table_of, transaction
from marketplace.foundation.index_state import MOST_TOKENS, IndexState, contents_of
from search_index.documents import Document
from search_index.engine import UnknownField
from search_index.query import AnyOf, Between, NoneOf, PageRequest, SearchQuery, Sort
from tests.factories.documents import a_document
from tests.search_index import vietnamese_pairs
from tests.search_index.language_table import DOCUMENTS, TABLE

KINDS = ("company", "product", "investor")


def noted(documents: Iterable[Document]) -> None:
    blank = {"index": "public", "version": 1, "sent_version": 1, "changed_at": now()}
    with transaction() as session:
        rows = [blank | {"id": document.id} | contents_of(document) for document in documents]
        session.execute(table_of(IndexState).insert(), rows)


def found(text: str = "", kinds: Sequence[str] = KINDS, *, filters: tuple[AnyOf | NoneOf, ...] = ()) -> list[str]:
    return list(find(SearchQuery(tuple(kinds), text, filters=filters)).ids)


def test_what_people_type_finds_what_they_mean(database: SQLAlchemy) -> None:
    noted(a_document(id_, text) for id_, text in DOCUMENTS.items())
    wanted = [(example.typed, id_) for example in TABLE for id_ in example.found]
    missed = [(typed, id_) for typed, id_ in wanted if id_ not in found(typed)]
    assert 1 - len(missed) / len(wanted) >= 0.85, missed
    unwanted = [(example.typed, id_) for example in TABLE for id_ in example.not_found]
    assert [(typed, id_) for typed, id_ in unwanted if id_ in found(typed)] == []


def test_recall_at_ten_of_the_measured_set(database: SQLAlchemy) -> None:
    noted(a_document(id_, text) for id_, text in vietnamese_pairs.DOCUMENTS.items())
    assert vietnamese_pairs.recall(lambda typed: tuple(found(typed))) >= 0.85


def test_words_that_nothing_can_hold_find_nothing(database: SQLAlchemy) -> None:
    noted([a_document("a", "Demo")])
    assert found("???") == []
    assert found('"" !') == []


def test_a_row_says_only_what_the_document_says(database: SQLAlchemy) -> None:
    long = " ".join(f"word{n}" for n in range(MOST_TOKENS + 50))
    noted([a_document("a", "Demo Sao", body=long), a_document("b", "Demo Biển", body="sao")])
    assert found("demo") == ["b", "a"]
    assert found("sao") == ["a", "b"]
    assert found(f"word{MOST_TOKENS - 10}") == ["a"]
    assert found(f"word{MOST_TOKENS + 40}") == []
    assert found("sa") == found("???") == found('"biển sao"') == []
    assert found('"demo biển"') == ["b"]


def test_filters_kinds_orders_and_pages_are_kept(database: SQLAlchemy) -> None:
    noted(
        a_document(
            f"d{n}",
            f"Demo {n}",
            kind="company" if n % 2 else "product",
            newest=n,
            filters={"sector": ("health", "energy") if n < 4 else ("finance",)},
        )
        for n in range(8)
    )
    assert found(kinds=["company"]) == ["d1", "d3", "d5", "d7"]
    assert found(filters=(AnyOf("sector", ("health", "tourism")),)) == ["d0", "d1", "d2", "d3"]
    assert found(filters=(AnyOf("sector", ("heal", "")),)) == found(filters=(AnyOf("sector", ()),)) == []
    assert found("demo", filters=(NoneOf("sector", ("energy",)),)) == ["d4", "d5", "d6", "d7"]
    newest = SearchQuery(KINDS, "demo", sort=Sort("newest", descending=True), page=PageRequest(2, 3))
    assert (find(newest).ids, find(newest).total) == (("d4", "d3", "d2"), 8)
    beyond = find(SearchQuery(KINDS, page=PageRequest(9, 3)))
    assert (beyond.ids, beyond.total) == ((), 8)


def test_what_is_gone_is_not_found(database: SQLAlchemy) -> None:
    noted([a_document("a", "Demo Sao")])
    with transaction() as session:
        session.execute(table_of(IndexState).update().values(**contents_of(None)))
    assert found() == found("demo") == []


def test_what_only_an_index_can_do_is_refused(database: SQLAlchemy) -> None:
    with pytest.raises(UnknownField):
        find(SearchQuery(KINDS, filters=(Between("employees", 1),)))
    with pytest.raises(UnknownField):
        find(SearchQuery(KINDS, sort=Sort("employees")))
