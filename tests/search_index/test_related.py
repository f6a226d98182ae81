"""What is like a document: codes and word pairs in common, only of what everybody may see."""

from pathlib import Path

import pytest

from search_index.documents import Document
from search_index.engine import SearchEngine, UnknownField
from tests.search_index.conftest import EngineMaker

PRODUCTS = ("product",)


def product(id_: str, summary: str = "", *, name: str = "", **codes: tuple[str, ...]) -> Document:
    text = {"name": {"vi": name or f"Demo {id_}"}, "summary": {"vi": summary}}
    return Document(id_, "product", text, codes, sort={"name": name or id_})


def some_products(engine: SearchEngine) -> None:
    engine.put(
        [
            product("a", "Phần mềm quản lý bệnh viện", technology=("software",), sector=("health",)),
            product("b", "Phần mềm kế toán", technology=("software",), sector=("finance",)),
            product("c", "Bệnh án điện tử cho phòng khám", technology=("software",), sector=("health",)),
            product("d", "Phần mềm quản lý phòng khám", technology=("software",), sector=("health",)),
            product("e", "Xe điện", technology=("vehicle",), sector=("transport",)),
            product("f", "Máy đo nhịp tim", technology=("devices",), sector=("health",)),
            Document("z", "company", {"name": {"vi": "Demo"}}, {"technology": ("software",), "sector": ("health",)}),
        ]
    )


def test_the_likest_come_first_and_strangers_do_not_come(engine: SearchEngine) -> None:
    some_products(engine)
    assert engine.related("a", PRODUCTS) == ("d", "c", "b", "f")
    assert engine.related("e", PRODUCTS) == ()


def test_never_itself_and_no_more_than_asked(engine: SearchEngine) -> None:
    some_products(engine)
    for id_ in "abcdef":
        found = engine.related(id_, PRODUCTS)
        assert id_ not in found
        assert engine.related(id_, PRODUCTS, size=1) == found[:1]
        assert len(set(found)) == len(found)


def test_likeness_of_codes_goes_both_ways(engine: SearchEngine) -> None:
    some_products(engine)
    for id_ in "abcdf":
        for other in engine.related(id_, PRODUCTS):
            assert id_ in engine.related(other, PRODUCTS)


def test_other_kinds_are_related_when_they_are_asked_for(engine: SearchEngine) -> None:
    some_products(engine)
    assert engine.related("a", ("company",)) == ("z",)
    assert engine.related("z", PRODUCTS)[:3] == ("a", "c", "d")
    with pytest.raises(UnknownField):
        engine.related("a", ("spaceship",))


def test_more_shared_codes_weigh_more_than_shared_words(engine: SearchEngine) -> None:
    engine.put(
        [
            product("a", "nền tảng dữ liệu lớn", technology=("big_data", "ai"), sector=("health",)),
            product("b", "trò chơi", technology=("big_data", "ai"), sector=("health",)),
            product("c", "nền tảng dữ liệu lớn", technology=("big_data",)),
            product("d", "trò chơi", technology=("big_data",)),
        ]
    )
    assert engine.related("a", PRODUCTS) == ("b", "c", "d")


def test_a_document_without_codes_is_like_those_that_say_the_same(engine: SearchEngine) -> None:
    engine.put(
        [
            product("a", "máy sấy nông sản mini"),
            product("b", "máy sấy nông sản lớn"),
            product("c", "máy bay"),
            product("d", name="X"),
        ]
    )
    assert engine.related("a", PRODUCTS) == ("b",)
    assert engine.related("d", PRODUCTS) == ()


def test_what_was_removed_is_related_to_nothing_and_a_stranger_to_nothing(engine: SearchEngine) -> None:
    some_products(engine)
    engine.remove({"d": 0, "b": 0})
    assert engine.related("a", PRODUCTS) == ("c", "f")
    assert engine.related("d", PRODUCTS) == ()
    assert engine.related("nobody", PRODUCTS) == ()
    assert engine.related("\ud800", PRODUCTS) == ()


def test_equal_likeness_is_ordered_by_id(engine: SearchEngine) -> None:
    for id_ in ("m", "z", "b", "k"):
        engine.put([product(id_, "giống nhau", technology=("ai",))])
    assert engine.related("k", PRODUCTS) == ("b", "m", "z")


def test_before_anything_was_written_nothing_is_related(make_engine: EngineMaker, tmp_path: Path) -> None:
    assert make_engine(tmp_path / "fresh").related("a", PRODUCTS) == ()
