"""Documents that are near in meaning are found beside those that hold the text, by every engine alike."""

import pytest

from search_index.engine import SearchEngine
from search_index.query import MOST_NEARBY, AnyOf, SearchQuery, Sort
from tests.factories.documents import a_document
from tests.search_index.companies import COMPANIES, found, some_companies

FACETS = ("sector",)


def test_what_is_nearby_is_found_beside_what_holds_the_text(engine: SearchEngine) -> None:
    some_companies(engine)
    results = engine.search(SearchQuery(COMPANIES, "cửu long", facets=FACETS, nearby=(("d", 0.5), ("a", 0.25))))
    assert results.ids == ("c", "d", "a")
    assert results.total == 3
    assert results.facets["sector"] == {"education": 1, "energy": 1, "health": 1}
    assert results.scores[1:] == (0.5, 0.25)


def test_what_holds_the_text_and_is_nearby_scores_both(engine: SearchEngine) -> None:
    some_companies(engine)
    alone = engine.search(SearchQuery(COMPANIES, "cửu long")).scores[0]
    both = engine.search(SearchQuery(COMPANIES, "cửu long", nearby=(("c", 2.0),)))
    assert both.ids == ("c",)
    assert both.scores[0] == pytest.approx(alone + 2.0, rel=1e-5)


def test_filters_hold_for_what_is_nearby_too(engine: SearchEngine) -> None:
    some_companies(engine)
    near = (("a", 1.0), ("d", 1.0))
    assert found(engine, "bình minh", filters=(AnyOf("sector", ("health",)),), nearby=near) == ("b", "a")
    assert found(engine, "bình minh", filters=(AnyOf("province", ("79",)),), nearby=near) == ("b",)


def test_another_order_lists_the_same_documents(engine: SearchEngine) -> None:
    some_companies(engine)
    near = (("a", 9.0), ("d", 1.0))
    assert found(engine, "bình minh", nearby=near, sort=Sort("name", descending=True)) == ("d", "b", "a")


def test_equal_boosts_are_ordered_by_id(engine: SearchEngine) -> None:
    some_companies(engine)
    assert found(engine, "long", nearby=(("d", 0.5), ("b", 0.5), ("a", 0.5))) == ("c", "a", "b", "d")


def test_what_is_not_in_the_index_or_of_another_kind_is_not_found(engine: SearchEngine) -> None:
    some_companies(engine)
    engine.put([a_document("p", "Demo", kind="product")])
    near = (("p", 5.0), ("gone", 5.0), ("a b", 5.0), ("é", 5.0))
    assert found(engine, "cửu long", nearby=near) == ("c",)
    engine.remove({"c": 1})
    assert found(engine, "cửu long", nearby=(("c", 5.0),)) == ()


def test_without_words_nothing_is_nearby(engine: SearchEngine) -> None:
    some_companies(engine)
    assert found(engine, "", nearby=(("d", 5.0),)) == ("a", "b", "c", "d")
    assert found(engine, "???", nearby=(("d", 5.0),)) == ()


def test_words_that_occur_nowhere_leave_what_is_nearby(engine: SearchEngine) -> None:
    some_companies(engine)
    assert found(engine, "hippopotamus", nearby=(("d", 5.0),)) == ("d",)


def test_a_mistyped_word_is_mended_beside_what_is_nearby(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo Logistics"), a_document("b", "Demo")])
    assert found(engine, "logistisc", nearby=(("b", 0.1),)) == ("a", "b")


@pytest.mark.parametrize("boost", [0.0, -1.0, float("nan"), float("inf")])
def test_a_boost_is_a_number_above_zero(boost: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        SearchQuery(COMPANIES, "demo", nearby=(("a", boost),))


def test_no_more_than_a_hundred_are_nearby() -> None:
    with pytest.raises(ValueError, match="at most 100"):
        SearchQuery(COMPANIES, "demo", nearby=tuple((str(n), 1.0) for n in range(MOST_NEARBY + 1)))
