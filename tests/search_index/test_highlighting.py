"""What a query asked for is marked in the text as its writer wrote it."""

import random
import unicodedata

import pytest

from search_index.highlighting import begun, highlighted
from tests.search_index.language_table import DOCUMENTS, TABLE, Example


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Công ty Hoà Bình", "hòa bình", ["Hoà Bình"]),
        ("Công ty Hoà Bình", "hoabinh", ["Hoà Bình"]),
        ("ĐƯỜNG SẮT", "duong", ["ĐƯỜNG"]),
        (nfd("Đường sắt"), "đường", ["Đường"]),
        ("Đường sắt", nfd("đường"), ["Đường"]),
        (nfd("Đường sắt Đông Đô"), "dong do", ["Đông Đô"]),
        ("Phần mềm hoá đơn", "phaanf meemf", ["Phần mềm"]),
        ("Nền tảng trí tuệ nhân tạo", "AI", ["trí tuệ nhân tạo"]),
        ("Quỹ M&A công nghệ", "mua bán sáp nhập", ["M&A"]),
        ("Quỹ M & A công nghệ", "M&A", ["M & A"]),
        ("Mua bán và sáp nhập", "m&a", ["Mua bán và sáp nhập"]),
        ("Ở Vietnam và Việt Nam", "viet nam", ["Vietnam", "Việt Nam"]),
        ("Doanh nghiệp nhỏ và vừa", "SME", ["Doanh nghiệp nhỏ và vừa"]),
        ("Blockchain platform", "blokchain", ["Blockchain"]),
        ("Blockchain platform", "blokchain platform", ["platform"]),
        ("ＨＯＡ sen", "hoa", ["HOA"]),
        ("C++ và C#", "c++", ["C++"]),
        ("ISO 27001:2022", "27001", ["27001"]),
        ("Ít người", "IT", ["Ít"]),
        ("Giao hàng last-mile", "lastmile", ["last-mile"]),
        ('<b>sen</b> & "sen"', "sen", ["sen", "sen"]),
        ("Sen", "xyz", []),
        ("Sen", "???", []),
        ("", "sen", []),
    ],
)
def test_what_was_asked_for_is_marked(text: str, query: str, marked: list[str]) -> None:
    assert [piece.text for piece in highlighted(text, query) if piece.found] == marked


@pytest.mark.parametrize("example", TABLE, ids=lambda example: example.typed)
def test_whatever_is_found_shows_why(example: Example) -> None:
    for id_ in example.found:
        assert any(piece.found for piece in highlighted(DOCUMENTS[id_], example.typed)), DOCUMENTS[id_]


def test_pieces_joined_again_are_the_whole_text_whatever_was_typed() -> None:
    chance = random.Random(6)
    letters = 'aàảãáạăâđdeêoôơuưưy &-.,"<>\u0301\u0323sfrxjw45'
    for _ in range(300):
        text, query = ("".join(chance.choices(letters, k=chance.randint(0, 30))) for _ in range(2))
        for cut in (highlighted, begun):
            pieces = cut(text, query)
            assert "".join(piece.text for piece in pieces) == unicodedata.normalize("NFC", text)
            assert all(piece.text for piece in pieces)
