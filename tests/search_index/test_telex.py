"""Telex keys are read where they spell a Vietnamese syllable, and nothing else is."""

from pathlib import Path

import pytest

from search_index.analysis import words
from search_index.embedded.engine import EmbeddedEngine
from search_index.fields import PUBLIC
from search_index.highlighting import highlighted
from search_index.planning import plan
from search_index.query import SearchQuery
from search_index.telex import telex
from tests.factories.documents import a_document


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("coong", "công"),
        ("ngheej", "nghệ"),
        ("phaanf", "phần"),
        ("meemf", "mềm"),
        ("vieetj", "việt"),
        ("vieejt", "việt"),
        ("dduwowngf", "đường"),
        ("dduongwf", "đường"),
        ("thuowng", "thương"),
        ("maij", "mại"),
        ("ddieenj", "điện"),
        ("tuwr", "tử"),
        ("doanh", None),
        ("nghieepj", "nghiệp"),
        ("quoocs", "quốc"),
        ("thuyr", "thủy"),
        ("hoaf", "hòa"),
        ("toanf", "toàn"),
        ("ngoaif", "ngoài"),
        ("huyeenf", "huyền"),
        ("giaos", "giáo"),
        ("ruwowuj", "rượu"),
        ("khoer", "khỏe"),
        ("soos", "số"),
        ("hocj", "học"),
        ("ddaf", "đà"),
        ("nawngx", "nẵng"),
        ("cuar", "của"),
    ],
)
def test_keys_are_read(typed: str, meant: str | None) -> None:
    read = telex(typed)
    assert (words(read)[0].exact if read else None) == (words(meant)[0].exact if meant else None)


NO_SYLLABLES = """software blockchain book boss text express www w as6 c ai iot congo sakura process access first things
network hardware bytes 5g aa aw xx s ff innovation services"""


@pytest.mark.parametrize("typed", NO_SYLLABLES.split())
def test_what_is_no_syllable_is_left_alone(typed: str) -> None:
    assert telex(typed) is None


def test_the_words_of_known_phrases_are_not_taken_for_keys() -> None:
    assert plan("deep learning", lambda _token: False) == plan("deep learning", lambda token: token == "deep")
    assert plan("deeps", lambda _token: False) == plan("dếp", lambda _token: False)


def test_a_word_that_occurs_is_not_read(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, PUBLIC)
    engine.put([a_document("a", "Demo Mix"), a_document("b", "Demo Mĩ"), a_document("c", "Demo Tét")])
    assert engine.search(SearchQuery(("company",), "mix")).ids == ("a",)
    assert engine.search(SearchQuery(("company",), "test")).ids == ("c",)


def test_what_was_read_is_marked_in_the_text() -> None:
    pieces = highlighted("Phần mềm kế toán", "phaanf meemf")
    assert [piece.text for piece in pieces if piece.found] == ["Phần mềm"]
