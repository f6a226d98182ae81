"""What every engine promises, whatever stands behind it."""

import threading
from pathlib import Path

import pytest

from search_index.documents import Document
from search_index.engine import SearchEngine, SearchError, UnknownField
from search_index.query import AnyOf, Between, NoneOf, PageRequest, SearchQuery, Sort
from tests.factories.documents import a_document
from tests.search_index.companies import COMPANIES, found, some_companies
from tests.search_index.conftest import EngineMaker


def test_an_empty_query_lists_all_in_the_order_of_ids(engine: SearchEngine) -> None:
    some_companies(engine)
    results = engine.search(SearchQuery(COMPANIES))
    assert results.ids == ("a", "b", "c", "d")
    assert results.total == 4


def test_only_the_kinds_asked_for_are_found(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo"), a_document("p", "Demo", kind="product")])
    assert found(engine, "demo") == ("a",)
    assert engine.search(SearchQuery(("company", "product"), "demo")).total == 2


def test_values_of_one_filter_are_alternatives_and_filters_add_up(engine: SearchEngine) -> None:
    some_companies(engine)
    sectors = AnyOf("sector", ("education", "energy"))
    assert found(engine, filters=(sectors,)) == ("a", "c")
    assert found(engine, filters=(sectors, AnyOf("province", ("79",)))) == ("c",)
    assert found(engine, filters=(AnyOf("sector", ("no_such_code",)),)) == ()
    assert found(engine, filters=(AnyOf("sector", ()),)) == ()


def test_values_ruled_out_leave_those_that_carry_others_or_none(engine: SearchEngine) -> None:
    some_companies(engine)
    assert found(engine, filters=(NoneOf("sector", ("health",)),)) == ("c", "d")
    assert found(engine, filters=(NoneOf("sector", ("energy", "education")), NoneOf("province", ("01",)))) == ("b", "d")
    assert found(engine, filters=(NoneOf("sector", ()),)) == ("a", "b", "c", "d")
    alone = engine.search(SearchQuery(COMPANIES, "demo", (AnyOf("sector", ("health",)),)))
    assert found(engine, "demo", filters=(NoneOf("sector", ("energy",)),))
    both = engine.search(SearchQuery(COMPANIES, "demo", (AnyOf("sector", ("health",)), NoneOf("province", ("01",)))))
    assert both.ids == ("b",)
    assert both.scores[0] == dict(zip(alone.ids, alone.scores, strict=True))["b"]


def test_a_range_includes_its_ends(engine: SearchEngine) -> None:
    some_companies(engine)
    assert found(engine, filters=(Between("founded_year", 2015, 2015),)) == ("d",)
    assert found(engine, filters=(Between("founded_year", 2016),)) == ()
    assert found(engine, filters=(Between("founded_year", None, 10**30),)) == ("d",)


def test_filters_do_not_touch_scores(engine: SearchEngine) -> None:
    some_companies(engine)
    plain = engine.search(SearchQuery(COMPANIES, "anh đào"))
    narrowed = engine.search(SearchQuery(COMPANIES, "anh đào", (AnyOf("sector", ("health",)),)))
    assert plain.scores == narrowed.scores


def test_each_facet_is_counted_as_if_its_own_selection_were_absent(engine: SearchEngine) -> None:
    some_companies(engine)
    query = SearchQuery(COMPANIES, "demo", (AnyOf("sector", ("health",)),), facets=("sector", "province"))
    results = engine.search(query)
    assert results.total == 2
    assert results.facets == {
        "sector": {"health": 2, "education": 1, "energy": 1},
        "province": {"01": 1, "79": 1},
    }


def test_facet_values_come_by_count_then_by_code(engine: SearchEngine) -> None:
    some_companies(engine)
    facets = engine.search(SearchQuery(COMPANIES, facets=("sector",))).facets
    assert list(facets["sector"]) == ["health", "education", "energy"]


def test_pages_together_give_every_document_once(engine: SearchEngine) -> None:
    engine.put([a_document(f"{n:03}", "Demo cùng tên") for n in range(57)])
    for sort in (None, Sort("name"), Sort("newest", descending=True)):
        pages = [found(engine, "demo", sort=sort, page=PageRequest(n, 10)) for n in range(1, 8)]
        assert [id_ for page in pages for id_ in page] == [f"{n:03}" for n in range(57)]


def test_ties_are_ordered_by_id_whatever_the_order_of_arrival(engine: SearchEngine) -> None:
    for id_ in ("m", "z", "a", "k"):
        engine.put([a_document(id_, "Demo giống nhau")])
    assert found(engine, "giống nhau") == ("a", "k", "m", "z")
    assert found(engine, "giống nhau", page=PageRequest(2, 2)) == ("m", "z")


def test_a_page_beyond_the_end_is_empty_and_still_counts(engine: SearchEngine) -> None:
    some_companies(engine)
    results = engine.search(SearchQuery(COMPANIES, "demo", page=PageRequest(9, 20)))
    assert (results.ids, results.total) == ((), 4)


def test_results_follow_a_stored_key(engine: SearchEngine) -> None:
    some_companies(engine)
    assert found(engine, sort=Sort("name")) == ("a", "b", "c", "d")
    assert found(engine, sort=Sort("name", descending=True)) == ("d", "c", "b", "a")
    assert found(engine, sort=Sort("newest", descending=True)) == ("a", "c", "d", "b")
    assert found(engine, sort=Sort("newest")) == ("b", "d", "a", "c")


def test_a_missing_key_comes_last_in_both_directions(engine: SearchEngine) -> None:
    engine.put([Document("x", "company"), a_document("a", "A", newest=-5), a_document("b", "B", newest=7)])
    assert found(engine, sort=Sort("newest")) == ("a", "b", "x")
    assert found(engine, sort=Sort("newest", descending=True)) == ("b", "a", "x")


def test_an_update_replaces(engine: SearchEngine) -> None:
    some_companies(engine)
    engine.put([a_document("a", "Demo Tên Mới", filters={"sector": ("energy",)})])
    assert found(engine, "anh đào") == ()
    assert found(engine, "tên mới") == ("a",)
    results = engine.search(SearchQuery(COMPANIES, facets=("sector",)))
    assert results.total == 4
    assert results.facets["sector"] == {"energy": 2, "health": 1}


def test_the_same_document_put_often_is_one_document(engine: SearchEngine) -> None:
    for _ in range(5):
        engine.put([a_document("a", "Demo"), a_document("a", "Demo")])
    assert engine.search(SearchQuery(COMPANIES)).total == 1
    engine.replace_all([a_document("a", "Demo"), a_document("a", "Demo")])
    assert engine.search(SearchQuery(COMPANIES)).total == 1


def test_a_removed_document_is_neither_found_nor_counted_nor_suggested(engine: SearchEngine) -> None:
    some_companies(engine)
    engine.remove({"b": 0, "unknown": 0})
    results = engine.search(SearchQuery(COMPANIES, facets=("sector",)))
    assert results.ids == ("a", "c", "d")
    assert results.facets["sector"] == {"education": 1, "energy": 1, "health": 1}
    assert found(engine, "bình minh") == ()
    assert engine.suggest("bình mi", COMPANIES) == ()
    assert "b" not in engine.hashes()


def test_removed_documents_leave_no_trace_in_scores(
    engine: SearchEngine, make_engine: EngineMaker, tmp_path: Path
) -> None:
    untouched = make_engine(tmp_path / "untouched")
    hidden = [a_document(f"h{n}", "Demo Anh Đào bí mật", body="anh đào " * n) for n in range(1, 21)]
    some_companies(untouched)
    some_companies(engine)
    engine.put(hidden)
    engine.put([a_document("a", "Tên tạm", body="một nội dung dài hơn nhiều")])
    some_companies(engine)
    engine.remove({document.id: 0 for document in hidden})
    engine.compact()
    query = SearchQuery(COMPANIES, "demo anh đào", facets=("sector",))
    assert engine.search(query) == untouched.search(query)
    assert engine.hashes() == untouched.hashes()


def test_a_typo_of_a_removed_word_finds_nothing(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo Blockchain"), a_document("b", "Demo Sakurafield")])
    engine.remove({"b": 0})
    assert found(engine, "sakurafeld") == ()


def test_one_edit_is_forgiven_in_long_words_that_occur_nowhere(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo Blockchain"), a_document("b", "Demo Sơn"), a_document("c", "Demo Minh")])
    for typed in ("blokchain", "blockchian", "blockchaain", "blockchein"):
        assert found(engine, typed) == ("a",), typed
    assert found(engine, "blokchian") == ()
    assert found(engine, "sen") == ()
    assert found(engine, "minx") == ()


def test_a_word_that_occurs_is_not_widened(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo Matrix"), a_document("b", "Demo Matrin")])
    assert found(engine, "matrix") == ("a",)


def test_neighbours_rank_above_scattered_words(engine: SearchEngine) -> None:
    engine.put(
        [
            a_document("a", "Demo A", body="bản của số tôi là đồ tốt"),
            a_document("b", "Demo B", body="đồ của tôi là bản số tốt"),
        ]
    )
    assert found(engine, "bản số") == ("b", "a")


def test_accents_typed_rank_above_the_folded_word(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo Hoa"), a_document("b", "Demo Hòa"), a_document("c", "Demo Họa")])
    assert found(engine, "hoà")[0] == "b"
    assert found(engine, "họa")[0] == "c"
    assert found(engine, "hoa") == ("a", "b", "c")


def test_a_name_ranks_above_a_mention(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo Một", body="dùng Lotus"), a_document("b", "Demo Lotus", body="một")])
    assert found(engine, "lotus") == ("b", "a")


def test_every_word_of_a_short_query_must_occur(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo bệnh viện"), a_document("b", "Demo phần mềm bệnh viện")])
    assert found(engine, "phần mềm bệnh viện") == ("b",)


def test_a_long_query_forgives_a_quarter_of_its_words(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo quản lý kho hàng thực phẩm"), a_document("b", "Demo quản lý")])
    assert found(engine, "quản lý kho hàng thực phẩm tươi sống") == ("a",)


def test_quotes_ask_for_words_that_stand_together(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo kho dữ liệu"), a_document("b", "Demo dữ kho liệu")])
    assert found(engine, '"dữ liệu"') == ("a",)


@pytest.mark.parametrize(
    "text",
    [
        "???",
        '"',
        '""',
        "AND OR NOT",
        "a:b",
        "(",
        "*",
        "name_folded:x",
        "\ud800",
        "\x00",
        "x" * 5000,
        "a " * 5000,
        "+-!^~",
    ],
)
def test_any_text_is_answered(engine: SearchEngine, text: str) -> None:
    some_companies(engine)
    assert engine.search(SearchQuery(COMPANIES, text)).ready
    engine.suggest(text, COMPANIES)
    engine.correct(text, COMPANIES)
    engine.related(text, COMPANIES)


def test_what_the_index_does_not_declare_is_refused(engine: SearchEngine) -> None:
    for query in (
        SearchQuery(("spaceship",)),
        SearchQuery(COMPANIES, facets=("secret",)),
        SearchQuery(COMPANIES, sort=Sort("secret")),
        SearchQuery(COMPANIES, filters=(AnyOf("secret", ("x",)),)),
        SearchQuery(COMPANIES, filters=(NoneOf("secret", ("x",)),)),
        SearchQuery(COMPANIES, filters=(Between("secret", 1),)),
    ):
        with pytest.raises(UnknownField):
            engine.search(query)
    with pytest.raises(UnknownField):
        engine.put([Document("x", "company", filters={"secret": ("x",)})])
    assert engine.hashes() == {}


def test_a_failed_put_changes_nothing(engine: SearchEngine) -> None:
    some_companies(engine)
    with pytest.raises(UnknownField):
        engine.replace_all([a_document("n", "Demo"), Document("x", "spaceship")])
    assert found(engine) == ("a", "b", "c", "d")


def test_reading_before_anything_was_written_says_so(make_engine: EngineMaker, tmp_path: Path) -> None:
    fresh = make_engine(tmp_path / "fresh")
    results = fresh.search(SearchQuery(COMPANIES, "x", facets=("sector",)))
    assert not fresh.is_current()
    assert not fresh.is_there()
    assert not results.ready
    assert results.facets == {"sector": {}}


def test_another_reader_sees_each_change(make_engine: EngineMaker, tmp_path: Path) -> None:
    writer, reader = make_engine(tmp_path / "shared"), make_engine(tmp_path / "shared")
    assert found(reader) == ()
    some_companies(writer)
    assert found(reader) == ("a", "b", "c", "d")
    writer.remove({"a": 0})
    assert found(reader) == ("b", "c", "d")
    writer.clear()
    assert found(reader) == ()


def test_two_threads_read_while_a_third_writes(engine: SearchEngine) -> None:
    engine.put([a_document(f"{n:02}", "Demo song song") for n in range(20)])
    failures: list[object] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                total = engine.search(SearchQuery(COMPANIES, "song song", facets=("sector",))).total
                if total != 20:
                    failures.append(total)
        except SearchError as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in readers:
        thread.start()
    for n in range(15):
        engine.put([a_document(f"{n:02}", "Demo song song", newest=n)])
    done.set()
    for thread in readers:
        thread.join()
    assert failures == []


def test_readers_see_the_old_index_or_the_new_one_and_nothing_between(engine: SearchEngine) -> None:
    engine.replace_all(a_document(f"{n:03}", "Demo") for n in range(50))
    totals: set[int] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            totals.add(engine.search(SearchQuery(COMPANIES, "demo")).total)

    reader = threading.Thread(target=read)
    reader.start()
    for round_ in range(6):
        engine.replace_all(a_document(f"{n:03}", "Demo") for n in range(50 if round_ % 2 else 70))
    done.set()
    reader.join()
    assert totals <= {50, 70}


def test_a_selection_narrows_the_counts_of_every_other_facet(engine: SearchEngine) -> None:
    some_companies(engine)
    query = SearchQuery(COMPANIES, filters=(NoneOf("province", ("01",)),), facets=("sector", "province"))
    results = engine.search(query)
    assert results.total == 3
    assert results.facets == {"sector": {"energy": 1, "health": 1}, "province": {"79": 2, "01": 1}}
