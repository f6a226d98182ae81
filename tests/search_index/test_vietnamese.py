"""A table of what people type and which document they mean, the same for every engine."""

import pytest

from search_index.engine import SearchEngine
from search_index.query import SearchQuery
from tests.factories.documents import a_document
from tests.search_index.conftest import ENGINES
from tests.search_index.language_table import DOCUMENTS, TABLE, Example

EVERYTHING = len(DOCUMENTS)


@pytest.fixture(scope="module", params=sorted(ENGINES))
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    engine = ENGINES[request.param](tmp_path_factory.mktemp("search"))
    engine.replace_all(a_document(id_, text) for id_, text in DOCUMENTS.items())
    return engine


def test_the_table_is_large_and_says_each_thing_once() -> None:
    assert len(TABLE) >= 120
    assert len({example.typed for example in TABLE}) == len(TABLE)
    assert {id_ for example in TABLE for id_ in (*example.found, *example.not_found)} <= set(DOCUMENTS)
    assert all(example.found or example.not_found for example in TABLE)


@pytest.mark.parametrize("example", TABLE, ids=lambda example: f"{example.why[:20]}: {example.typed}")
def test_what_is_typed_finds_what_is_meant_and_nothing_else(filled: SearchEngine, example: Example) -> None:
    ids = filled.search(SearchQuery(("company",), example.typed)).ids
    assert set(example.found) <= set(ids), example.why
    assert not set(example.not_found) & set(ids), example.why
    assert len(ids) < EVERYTHING / 4


@pytest.mark.parametrize(
    ("typed", "first"),
    [("Hoà", "hoa_binh"), ("hoa sen", "hoa_sen"), ("hòa bình", "hoa_binh"), ("đường", "duong"), ("M&A", "m_and_a")],
)
def test_the_closest_wording_comes_first(filled: SearchEngine, typed: str, first: str) -> None:
    assert filled.search(SearchQuery(("company",), typed)).ids[0] == first
