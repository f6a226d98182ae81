from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.text import (
    SORTED_LETTERS,
    Localised,
    TextStatus,
    folded_key,
    nfc,
    one_line,
    search_words,
    sort_key,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Hà   Nội ", "Hà Nội"),
        (unicodedata.normalize("NFD", "Đường Láng"), "Đường Láng"),
        ("Sao\u200b Biển\ufeff", "Sao Biển"),
        ("a\u00a0b\u3000c\td", "a b c d"),
        ("a\x00b\x1fc", "abc"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one \n  \n\n\n two", "one\n\ntwo"),
        ("a\ud800b", "ab"),
        ("", ""),
    ],
)
def test_text_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert nfc(typed) == stored


def test_a_name_has_no_line_breaks() -> None:
    assert one_line("Công ty\nSao  Biển\u200d") == "Công ty Sao Biển"


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("CÔNG TY Đường Láng", "cong ty duong lang"),
        ("Sao-Biển (Việt Nam)", "sao biển việt nam"),
        ("Ｓａｏ", "sao"),
        ("Thuỷ điện", "Thủy điện"),
        ("Make in Viet Nam", "make in Việt Nam"),
        ("Straße", "strasse"),
    ],
)
def test_spellings_of_one_name_share_their_key(one: str, other: str) -> None:
    assert folded_key(one) == folded_key(other)


def test_different_names_keep_different_keys() -> None:
    assert folded_key("Sao Biển 1") != folded_key("Sao Biển 2")
    assert search_words("M&A, Đà Nẵng") == ("m", "a", "da", "nang")


VIETNAMESE_ORDER = [
    "12 Sao",
    "An",
    "An Khê",
    "ăn",
    "ân",
    "ba",
    "bà",
    "bả",
    "bã",
    "bá",
    "bạ",
    "bàn",
    "Cà Mau",
    "dũng",
    "Đà Nẵng",
    "em",
    "êm",
    "Gia Lai",
    "hoà",
    "hoàng",
    "in",
    "khoa",
    "lan",
    "mai",
    "nam",
    "oi",
    "ôi",
    "ơi",
    "phú",
    "quý",
    "tu",
    "tú",
    "tư",
    "Vân",
    "xuân",
    "yên",
    "Zeta",
]


def test_names_sort_in_vietnamese_order() -> None:
    assert sorted(set(VIETNAMESE_ORDER), key=sort_key) == VIETNAMESE_ORDER


def test_tones_decide_only_where_the_letters_agree() -> None:
    assert sort_key("bá") < sort_key("bac") < sort_key("bàd")


@given(st.text())
def test_a_sort_key_is_short_printable_ascii(text: str) -> None:
    key = sort_key(text)
    assert key.isascii()
    assert len(key) <= SORTED_LETTERS * 8 * 3
    assert key == sort_key(text.strip())


def test_case_tone_place_and_punctuation_do_not_change_the_place() -> None:
    assert sort_key("HOÀ-BÌNH") == sort_key("hòa bình")


@given(st.text(), st.text(), st.sampled_from([(), (("en", TextStatus.MACHINE),), (("vi", TextStatus.ORIGINAL),)]))
def test_a_localised_text_survives_storage(vi: str, en: str, status: tuple[tuple[str, TextStatus], ...]) -> None:
    text = Localised(vi=vi, en=en, status=status)
    assert Localised.from_json(text.to_json()) == text


def test_a_reader_gets_the_own_language_else_another() -> None:
    both, one = Localised(vi="Sao", en="Star"), Localised(en="Star", status=(("en", TextStatus.ORIGINAL),))
    assert (both.best("vi"), both.best("en"), both.best("ja")) == ("Sao", "Star", "Star")
    assert (one.best("vi"), one.language_of_best("vi"), one.texts()) == ("Star", "en", ("Star",))
    assert (both.language_of_best("ja"), Localised(vi="Sao").best("ja")) == ("en", "Sao")
    assert (one.status_of("en"), one.status_of("vi")) == (TextStatus.ORIGINAL, None)


def test_an_empty_text_is_empty() -> None:
    assert Localised().is_empty
    assert Localised.from_json(None) == Localised.from_json({}) == Localised()
    assert Localised().best("vi") == ""
    assert Localised(vi=" a\u200b ").normalised().vi == "a"
