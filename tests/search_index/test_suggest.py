"""What an engine suggests while a name is being typed."""

import random
import unicodedata
from pathlib import Path

import pytest

from search_index.documents import Document
from search_index.engine import SearchEngine, UnknownField
from search_index.highlighting import begun
from search_index.results import Suggestion
from tests.factories.documents import a_document
from tests.search_index.companies import COMPANIES, some_companies
from tests.search_index.conftest import EngineMaker

BOTH = ("company", "product")


def ids(engine: SearchEngine, text: str, kinds: tuple[str, ...] = COMPANIES, size: int = 8) -> tuple[str, ...]:
    return tuple(suggestion.id for suggestion in engine.suggest(text, kinds, size))


def test_suggestions_finish_the_last_word_of_a_name(engine: SearchEngine) -> None:
    some_companies(engine)
    assert ids(engine, "dem") == ("a", "b", "c", "d")
    assert ids(engine, "demo dai du") == ("d",)
    assert ids(engine, "demo.*") == ("a", "b", "c", "d")
    assert ids(engine, "dem", size=2) == ("a", "b")
    assert ids(engine, "") == ()
    assert ids(engine, "dem", ("product",)) == ()
    assert engine.suggest("dem", ()) == ()
    with pytest.raises(UnknownField):
        engine.suggest("dem", ("spaceship",))


def test_only_the_last_word_may_be_unfinished(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Công ty Phần mềm"), a_document("b", "Công tác Phần")])
    assert ids(engine, "cong ty pha") == ("a",)
    assert ids(engine, "con ty pha") == ()
    assert ids(engine, "công ty phần mềm k") == ()


def test_suggestions_come_kind_by_kind_and_each_kind_has_its_own_room(engine: SearchEngine) -> None:
    engine.put(a_document(f"c{n}", f"Demo {n}") for n in range(5))
    engine.put(a_document(f"p{n}", f"Demo {n}", kind="product") for n in range(5))
    found = engine.suggest("de", ("product", "company"), size=3)
    assert found == (
        *(Suggestion("product", f"p{n}") for n in range(3)),
        *(Suggestion("company", f"c{n}") for n in range(3)),
    )


@pytest.mark.parametrize("typed", ["hoà b", "hòa bì", unicodedata.normalize("NFD", "Hoà B"), "HOÀ B", "ｈｏà b"])
def test_names_with_the_accents_typed_come_first(engine: SearchEngine, typed: str) -> None:
    engine.put([a_document("a", "Họa Bình"), a_document("b", "Hoa Bình"), a_document("c", "Hòa Bình")])
    assert ids(engine, typed) == ("c", "b", "a")[:1] + tuple(sorted(("a", "b"), key="ba".index))


def test_half_marked_words_count_the_marks_that_are_there(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Phân mềm nghiêp"), a_document("b", "Phần mềm nghiệp")])
    assert ids(engine, "phần mem nghi") == ("b", "a")
    assert ids(engine, "phan mem nghiệ") == ("b", "a")
    assert ids(engine, "phan mem nghiê") == ("a", "b")
    assert ids(engine, "phan mem") == ("a", "b")


def test_a_tone_that_moves_on_is_no_other_accent(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Hoan Kiếm"), a_document("b", "Hoàn Kiếm")])
    assert ids(engine, "hoà") == ("b", "a")


def test_words_side_by_side_come_before_scattered_ones(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Bán số của bản"), a_document("b", "Của bán bản số")])
    assert ids(engine, "ban so") == ("a", "b")
    engine.put([a_document("a", "Bản của số")])
    assert ids(engine, "ban s") == ("b", "a")


def test_a_whole_word_comes_before_a_longer_one(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo Anh"), a_document("b", "Demo An")])
    assert ids(engine, "an") == ("b", "a")


def test_what_is_better_by_one_thing_more_comes_first_whatever_the_name(engine: SearchEngine) -> None:
    """The order over many names is that of accents, then of standing together, then of the name."""
    chance = random.Random(5)
    words = ["hòa", "hoa", "họa", "bình", "binh", "minh"]
    names = {f"{n:03}": " ".join(chance.choices(words, k=3)) for n in range(80)}
    engine.put(a_document(id_, name) for id_, name in names.items())

    def place(id_: str) -> tuple[bool, bool, str, str]:
        name = names[id_]
        bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
        return "hòa" not in name.split(), "hoa bi" not in bare, name, id_

    found = ids(engine, "hòa bi", size=80)
    assert len(found) > 20
    assert list(found) == sorted(found, key=place)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("vietn", "Viet Nam Demo"),
        ("viet na", "Vietnam Demo"),
        ("coong ngh", "Công nghệ Demo"),
        ("dduowng s", "Đường sắt Demo"),
        ("start-u", "Startup Demo"),
        ("kh&c", "KH&CN Demo"),
        ("5", "5G Demo"),
        ("d", "Đông Demo"),
    ],
)
def test_other_ways_to_type_the_beginning(engine: SearchEngine, typed: str, name: str) -> None:
    engine.put([a_document("a", name), a_document("z", "Zebra")])
    assert ids(engine, typed) == ("a",)


def test_what_keys_literally_say_comes_before_what_telex_reads(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Dép An"), a_document("b", "Deep Blue")])
    assert ids(engine, "deep") == ("b", "a")


def test_nothing_is_suggested_that_is_not_in_the_index_any_more(engine: SearchEngine) -> None:
    some_companies(engine)
    engine.put([a_document("h", "Bí Mật Zirconia", body="Demo"), a_document("p", "Demo Ẩn", kind="product")])
    assert ids(engine, "zirc") == ("h",)
    engine.remove({"h": 0, "p": 0})
    engine.put([a_document("a", "Tên Mới Demo")])
    for typed in ("zirc", "bí mậ", "demo ẩ", "anh đà", "z"):
        assert engine.suggest(typed, BOTH) == (), typed
    assert ids(engine, "demo", BOTH) == ("b", "c", "d", "a")


def test_only_names_are_suggested_not_what_else_is_said(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo", body="thành phố thông minh")])
    assert engine.suggest("thanh p", COMPANIES) == ()


def test_both_languages_of_a_name_are_known(engine: SearchEngine) -> None:
    name = {"vi": "Sao Mai", "en": "Morning Star"}
    engine.put([Document("a", "company", {"name": name}, sort={"name": "Sao Mai"})])
    assert ids(engine, "morning s") == ids(engine, "sao m") == ("a",)


def test_before_anything_was_written_nothing_is_suggested(make_engine: EngineMaker, tmp_path: Path) -> None:
    assert make_engine(tmp_path / "fresh").suggest("d", COMPANIES) == ()


@pytest.mark.parametrize(
    ("name", "typed", "marked"),
    [
        ("Công ty Phần mềm", "cong ty pha", ["Công ty Phầ"]),
        ("Công ty Phần mềm", "phần", ["Phần"]),
        (unicodedata.normalize("NFD", "Đường sắt"), "duong", ["Đường"]),
        ("Vietnam Demo", "viet na", ["Vietna"]),
        ("Viet Nam Demo", "vietn", ["Viet N"]),
        ("Công nghệ", "coong ngh", ["Công ngh"]),
        ("KH&CN biển", "khcn", []),
        ("Demo", "", []),
    ],
)
def test_the_part_that_was_typed_is_marked_in_the_name(name: str, typed: str, marked: list[str]) -> None:
    pieces = begun(name, typed)
    assert "".join(piece.text for piece in pieces) == unicodedata.normalize("NFC", name)
    assert [piece.text for piece in pieces if piece.found] == marked
