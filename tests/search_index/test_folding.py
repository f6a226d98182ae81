"""Characters fold as Vietnamese readers expect and positions map back."""

import unicodedata

import pytest

from search_index.folding import fold, narrow, nfc, normalise_tone


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đường", "duong"),
        ("ĐỔI MỚI", "doi moi"),
        ("Nguyễn Huệ", "nguyen hue"),
        (unicodedata.normalize("NFD", "Công nghệ số"), "cong nghe so"),
        ("ＣＮＴＴ　２０２６", "cntt 2026"),
        ("ﾊﾞ", "ハ\u3099"[:1] + "\u3099"),
        ("İstanbul", "istanbul"),
        ("한국", "한국"),
        ("ไทยดี", "ไทยดี"),
        ("日本が", "日本が"),
        ("x\u0323y", "xy"),
    ],
)
def test_folding_gives_the_bare_lower_case_letters(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_folding_keeps_the_length_of_composed_text() -> None:
    text = nfc("Ứng dụng trí tuệ nhân tạo ở Đắk Lắk: ß, İ, ﬁ, 한국, Ａ")
    assert len(fold(text)) == len(text)


def test_folding_twice_changes_nothing_more() -> None:
    text = "Ứng DỤNG Trí tuệ – Đà Nẵng"
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("hoà", "hòa"),
        ("hòa", "hòa"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("uỷ ban", "ủy ban"),
        ("toàn", "toàn"),
        ("tòan", "toàn"),
        ("hùynh", "huỳnh"),
        ("quý", "quý"),
        ("qúy", "quý"),
        ("ngoài", "ngoài"),
        ("khuỷu", "khuỷu"),
        (unicodedata.normalize("NFD", "hoá"), "hóa"),
        ("công ty", "công ty"),
    ],
)
def test_the_tone_has_one_place(written: str, normal: str) -> None:
    assert normalise_tone(written) == normal


def test_width_is_made_ordinary_without_folding() -> None:
    assert narrow("Ａ１é") == "A1é"
