"""Text becomes the same tokens for every engine, and positions map back to what is shown."""

import unicodedata

from search_index.analysis import LONGEST_WORD, tokens, words
from search_index.highlighting import highlighted
from search_index.thesaurus import FILES, Thesaurus, thesaurus


def test_tokens_are_folded_exact_and_paired() -> None:
    found = tokens(["Hoà Bình 4.0"])
    assert found.folded == ("hoa", "binh", "4.0")
    assert found.exact == ("hòa", "bình", "4.0")
    assert found.pairs == ("hoabinh", "binh4.0")


def test_no_pair_crosses_from_one_wording_to_the_next() -> None:
    assert tokens(["một hai", "ba"]).pairs == ("mothai",)


def test_a_joined_abbreviation_keeps_its_parts() -> None:
    assert tokens(["KH&CN"]).folded == ("kh&cn", "kh", "cn")


def test_no_token_holds_white_space_or_is_too_long() -> None:
    found = tokens(["a\u00a0b\u2003c\td\u3000e", "x" * 500])
    assert all(token and not any(map(str.isspace, token)) for token in found.folded + found.pairs)
    assert max(map(len, found.folded)) == LONGEST_WORD


def test_words_stand_where_they_stand_in_the_composed_text() -> None:
    text = unicodedata.normalize("NFD", "Đường – Hòa")
    composed = unicodedata.normalize("NFC", text)
    assert [composed[word.start : word.end] for word in words(text)] == ["Đường", "Hòa"]


def test_highlights_mark_words_compounds_and_synonyms() -> None:
    pieces = highlighted("Nền tảng Trí tuệ nhân tạo ở Vietnam", "AI viet nam")
    assert "".join(piece.text for piece in pieces) == "Nền tảng Trí tuệ nhân tạo ở Vietnam"
    assert [piece.text for piece in pieces if piece.found] == ["Trí tuệ nhân tạo", "Vietnam"]


def test_highlights_of_nothing_give_the_text_back() -> None:
    assert [piece.text for piece in highlighted("Văn bản", "")] == ["Văn bản"]
    assert highlighted("", "ai") == []


def test_the_longest_known_phrase_is_taken() -> None:
    book = Thesaurus(["dữ liệu = data", "dữ liệu lớn = big data"])
    [match] = book.matches(words("du lieu lon"))
    assert (match.start, match.end) == (0, 3)


def test_accents_that_were_typed_must_agree_with_the_phrase() -> None:
    book = Thesaurus(["IT = công nghệ thông tin"])
    assert list(book.matches(words("it")))
    assert not list(book.matches(words("ít")))


def test_an_ambiguous_phrase_is_recognised_but_not_looked_for() -> None:
    book = Thesaurus(["# comment", "", "CNTT = ~IT = tin học"])
    [match] = book.matches(words("CNTT"))
    assert [" ".join(word.folded for word in phrase) for phrase in match.others] == ["tin hoc"]
    assert list(book.matches(words("IT")))


def test_the_shipped_phrases_load() -> None:
    assert FILES
    assert list(thesaurus().matches(words("ĐMST")))
