"""Where few documents hold all words that say something, those that hold part of them follow; every engine alike."""

import pytest

from search_index.analysis import words
from search_index.engine import SearchEngine
from search_index.little_words import little
from search_index.planning import FEW, plans, relaxed
from search_index.query import AnyOf, PageRequest, SearchQuery, Sort
from search_index.results import SearchResults
from tests.factories.documents import a_document
from tests.search_index.companies import COMPANIES, found

NEED = "software that helps to run a hospital pharmacy"


def filled(engine: SearchEngine, whole: int, part: int) -> None:
    """Put documents that hold all telling words in their bodies, and documents that hold two in their names."""
    bodies = (f"Demo {n} helps run software of pharmacy and hospital" for n in range(whole))
    engine.put(a_document(f"w{n:02}", f"Demo {n}", body=body) for n, body in enumerate(bodies))
    engine.put(
        a_document(f"p{n:02}", "Demo hospital software", filters={"sector": ("health" if n % 2 else "energy",)})
        for n in range(part)
    )


def test_what_holds_all_words_comes_before_what_holds_part_of_them(engine: SearchEngine) -> None:
    filled(engine, whole=3, part=30)
    results = engine.search(SearchQuery(COMPANIES, NEED))
    assert results.relaxed
    assert set(results.ids[:3]) == {"w00", "w01", "w02"}
    assert results.total == 33


def test_where_a_page_holds_all_words_nothing_else_is_found(engine: SearchEngine) -> None:
    filled(engine, whole=FEW, part=30)
    results = engine.search(SearchQuery(COMPANIES, NEED))
    assert not results.relaxed
    assert results.total == FEW
    assert all(id_.startswith("w") for id_ in results.ids)


def test_pages_filters_and_orders_are_of_the_same_results(engine: SearchEngine) -> None:
    filled(engine, whole=3, part=30)

    def ask(**more: object) -> SearchResults:
        return engine.search(SearchQuery(COMPANIES, NEED, facets=("sector",), **more))  # type: ignore[arg-type]

    pages = [ask(page=PageRequest(number, 20)) for number in (1, 2)]
    assert [page.total for page in pages] == [33, 33]
    assert len({id_ for page in pages for id_ in page.ids}) == 33
    assert pages[0].facets == pages[1].facets == {"sector": {"energy": 15, "health": 15}}
    chosen = ask(filters=(AnyOf("sector", ("health",)),))
    assert (chosen.total, chosen.facets, chosen.relaxed) == (15, pages[0].facets, True)
    by_name = ask(sort=Sort("name"))
    assert (by_name.total, by_name.relaxed) == (33, True)


def test_a_filter_never_relaxes_what_enough_documents_hold(engine: SearchEngine) -> None:
    filled(engine, whole=FEW, part=30)
    engine.put(
        [a_document("w00", "Demo", body="helps run software pharmacy hospital", filters={"sector": ("health",)})]
    )
    chosen = engine.search(SearchQuery(COMPANIES, NEED, (AnyOf("sector", ("health",)),), ("sector",)))
    assert (chosen.ids, chosen.relaxed) == (("w00",), False)
    assert chosen.facets == {"sector": {"health": 1}}


def test_other_kinds_do_not_count_as_enough(engine: SearchEngine) -> None:
    filled(engine, whole=1, part=1)
    engine.put(a_document(f"o{n:02}", "Demo rice", body="something else is grown here") for n in range(3 * FEW))
    engine.put(a_document(f"x{n}", "Demo", kind="product", body=NEED) for n in range(FEW))
    assert found(engine, NEED) == ("w00", "p00")


def test_little_words_are_not_needed_and_still_weigh(engine: SearchEngine) -> None:
    for id_, body in (("a", "hospital software"), ("b", "software of a hospital")):
        engine.put([a_document(id_, "Demo", body=body)])
    assert found(engine, "software of a hospital") == ("b", "a")
    assert found(engine, "software of a bank") == ()


def test_little_words_alone_are_asked_for(engine: SearchEngine) -> None:
    engine.put([a_document("a", "The Who"), a_document("b", "Demo the")])
    assert found(engine, "the who") == ("a",)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("software for a hospital", {"for", "a"}),
        ("an online store to sell on", {"an", "to", "on"}),
        ("an toàn thông tin", set()),
        ("an ninh mang", set()),
        ("the thao va du lich", {"va"}),
        ("quỹ đầu tư cho nhà sáng lập nữ", {"cho"}),
        ("quản lý và vận hành trong nhà máy", {"và", "trong"}),
        ("lá cờ từ xa", {"từ"}),
        ("dau tu", set()),
    ],
)
def test_which_words_are_little_is_told_by_the_language(typed: str, expected: set[str]) -> None:
    row = words(typed)
    assert {word.exact for word in row} & little(row) == expected


def test_two_words_are_both_needed_and_never_is_one_syllable_of_several_enough() -> None:
    counts = (1, 2, 3, 4, 5, 6, 8, 10)
    assert [relaxed(count, vietnamese=True) for count in counts] == [1, 2, 2, 2, 2, 2, 3, 4]
    assert [relaxed(count, vietnamese=False) for count in counts] == [1, 2, 1, 1, 2, 2, 3, 3]
    assert plans("hydroelectric plants", lambda _: True).relaxed is None
    assert plans("train employees online", lambda _: True).relaxed is not None


def test_a_short_name_that_nothing_says_finds_no_others(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo Gạo Lúa Vàng"), a_document("b", "Demo Xanh")])
    assert found(engine, "gạo lúa xưa") == ()
    assert found(engine, "gạo lúa xanh") == ("a",)


def test_words_in_quotes_stay_needed(engine: SearchEngine) -> None:
    filled(engine, whole=1, part=5)
    assert found(engine, f'"pharmacy and hospital" {NEED}') == ("w00",)
