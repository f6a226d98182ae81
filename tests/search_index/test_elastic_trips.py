"""How often Elasticsearch is asked: a search, a suggestion and a correction are one round trip each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search_index.elastic.asking import Asking
from search_index.elastic.engine import ElasticEngine
from search_index.elastic.familiar import MOST, Familiar
from search_index.planning import FEW
from search_index.query import SearchQuery
from tests.factories.documents import a_document
from tests.search_index.companies import COMPANIES
from tests.search_index.conftest import elastic

Trips = Callable[[Callable[[], object]], int]


@pytest.fixture
def engine(tmp_path: Path) -> ElasticEngine:
    made = elastic(tmp_path / "trips")
    made.put(a_document(str(n), name) for n, name in enumerate(("Demo Blockchain", "Phần mềm kế toán", "Logistics")))
    assert made.is_current()
    return made


def noting(ask: Callable[..., object], sent: list[object]) -> Callable[..., object]:
    def asked(self: Asking, what: object) -> object:
        sent.append(what)
        return ask(self, what)

    return asked


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> Trips:
    """Counts the requests that a call sends."""
    sent: list[object] = []
    for name in ("_one", "_several"):
        monkeypatch.setattr(Asking, name, noting(getattr(Asking, name), sent))

    def counted(call: Callable[[], object]) -> int:
        sent.clear()
        call()
        return len(sent)

    return counted


@pytest.mark.parametrize("text", ["logistics", "phần mềm kế toán", "demo", "blokchain", "coong ngheej", ""])
def test_a_search_is_one_round_trip_whether_words_occur_or_not(engine: ElasticEngine, trips: Trips, text: str) -> None:
    assert trips(lambda: engine.search(SearchQuery(COMPANIES, text, facets=("sector",)))) == 1


def test_a_mistyped_word_beside_a_strange_one_costs_a_second_trip_only_the_first_time(
    engine: ElasticEngine, trips: Trips
) -> None:
    query = SearchQuery(COMPANIES, "logistics blokchain")
    assert trips(lambda: engine.search(query)) == 2
    assert trips(lambda: engine.search(query)) == 1


def test_a_relaxed_search_costs_a_second_trip_only_where_few_documents_hold_the_words(
    engine: ElasticEngine, trips: Trips
) -> None:
    query = SearchQuery(COMPANIES, "demo blockchain logistics")
    assert trips(lambda: engine.search(query)) == 2
    engine.put(a_document(f"x{n}", "Demo blockchain logistics") for n in range(FEW))
    assert trips(lambda: engine.search(query)) == 1
    strange = SearchQuery(COMPANIES, "demo blokchain hippopotamus logistics")
    assert trips(lambda: engine.search(strange)) == 2


def test_what_was_familiar_and_is_gone_is_not_believed(engine: ElasticEngine, trips: Trips) -> None:
    engine.search(SearchQuery(COMPANIES, "logistics blockchain"))
    engine.remove({"2": 0})
    engine.put([a_document("3", "Logistic")])
    assert trips(lambda: engine.search(SearchQuery(COMPANIES, "logistics"))) == 2
    assert engine.search(SearchQuery(COMPANIES, "logistics")).ids == ("3",)


def test_suggestions_of_all_kinds_and_a_correction_are_one_round_trip(engine: ElasticEngine, trips: Trips) -> None:
    assert trips(lambda: engine.suggest("phần m", ("company", "product", "investor"))) == 1
    assert trips(lambda: engine.correct("phan mme", COMPANIES)) == 1
    assert trips(lambda: engine.correct("phan mme", COMPANIES, found=50)) == 0
    assert trips(lambda: engine.related("1", COMPANIES)) <= 2


def test_what_is_familiar_has_a_limit() -> None:
    known = Familiar()
    known.note(map(str, range(MOST + 1)))
    known.note(["last"])
    assert "last" in known
    assert "1" not in known
