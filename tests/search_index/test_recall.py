"""Of what people type in all the ways they type Vietnamese, nearly everything finds what is meant."""

from collections.abc import Callable

import pytest

from search_index.engine import SearchEngine
from search_index.query import SearchQuery
from tests.factories.documents import a_document
from tests.search_index.conftest import ENGINES
from tests.search_index.vietnamese_pairs import DOCUMENTS, GROUPS, PAIRS, missed, recall

LEAST = 0.95


@pytest.fixture(scope="module", params=sorted(ENGINES))
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[str, ...]]:
    engine: SearchEngine = ENGINES[request.param](tmp_path_factory.mktemp("recall"))
    engine.replace_all(a_document(id_, text) for id_, text in DOCUMENTS.items())
    return lambda typed: engine.search(SearchQuery(("company",), typed)).ids


def test_the_set_is_large_and_each_pair_is_once_in_it() -> None:
    assert len(PAIRS) >= 60
    assert len(set(PAIRS)) == len(PAIRS)
    assert {meant for _, meant in PAIRS} <= set(DOCUMENTS)
    assert all(GROUPS.values())


def test_recall_at_ten(found: Callable[[str], tuple[str, ...]]) -> None:
    assert recall(found) >= LEAST, missed(found)
