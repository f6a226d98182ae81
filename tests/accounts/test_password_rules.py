"""Which passwords are accepted, and that every keyboard types the same one."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.accounts.gateway import guessing
from marketplace.accounts.gateway.hashing import hashed, is_outdated, matches
from marketplace.accounts.rules import PASSWORD_LENGTH, PASSWORD_LIMIT, PasswordFault, password_length_fault, prepared
from marketplace.accounts.services.passwords import password_fault

SHORT, LONG = PasswordFault.TOO_SHORT, PasswordFault.TOO_LONG
OWN, KNOWN = PasswordFault.OWN_WORDS, PasswordFault.PREDICTABLE
FINE = None
NAME, EMAIL, COMPANY = "Trần Thị Minh Hạnh", "hanh.tran@demo-sensor.example", "Công ty Cảm Biến Demo"

CASES: list[tuple[str, PasswordFault | None]] = [
    ("", SHORT),
    ("aZ3!aZ3!aZ3!aZ", SHORT),
    ("k9$Lm2@vQ7#xR4", SHORT),
    ("ộ" * 14, SHORT),
    (unicodedata.normalize("NFD", "mèo ăn bánh rán"[:14]), SHORT),
    ("x" * (PASSWORD_LIMIT + 1), LONG),
    ("x" * 5000, LONG),
    ("aaaaaaaaaaaaaaaa", KNOWN),
    ("abcabcabcabcabcabc", KNOWN),
    ("123456789012345", KNOWN),
    ("000000000000000000", KNOWN),
    ("qwertyuiopasdfghjkl", KNOWN),
    ("1q2w3e4r5t6y7u8i9o0p", KNOWN),
    ("zxcvbnmasdfghjkl", KNOWN),
    ("abcdefghijklmnop", KNOWN),
    ("ponmlkjihgfedcba", KNOWN),
    ("passwordpassword", KNOWN),
    ("P@ssw0rdP@ssw0rd", KNOWN),
    ("Password123456789!", KNOWN),
    ("drowssapdrowssap", KNOWN),
    ("letmeinletmein123", KNOWN),
    ("iloveyouiloveyou", KNOWN),
    ("dragonmonkey1234", KNOWN),
    ("sunshineprincess1", KNOWN),
    ("adminadminadmin1", KNOWN),
    ("administrator123", KNOWN),
    ("welcome123456789", KNOWN),
    ("01/01/199001/01/1990", KNOWN),
    ("matkhaumatkhau123", KNOWN),
    ("Mật khẩu của tôi 1", KNOWN),
    ("anhyeuemanhyeuem", KNOWN),
    ("anh yêu em nhiều lắm", KNOWN),
    ("toiyeuvietnam2026", OWN),
    ("VietNam2026VietNam", OWN),
    ("bokhoahocvacongnghe", OWN),
    ("Bộ Khoa học và Công nghệ 1", OWN),
    ("Vươn Vươn Vươn 2026", OWN),
    ("vuon-marketplace-2026", OWN),
    ("Make in Viet Nam 2026", OWN),
    ("tranthiminhhanh1985", OWN),
    ("hanh.tran@demo-sensor", OWN),
    ("congtycambiendemo1", OWN),
    ("correct horse battery staple", FINE),
    ("mười con mèo ngủ trên mái", FINE),
    ("MUOI CON MEO NGU TREN MAI", FINE),
    ("tram nam trong coi nguoi ta", FINE),
    ("xK3!fpq9Lm2$vbn7", FINE),
    ("   pelicans like thunder over soup   ", FINE),
    ("пять синих лошадей на крыше", FINE),
    ("屋根の上で眠る十匹の猫がいる夜です", FINE),
    ("🦊🐢🌵🎻🧭🪁🍋🚲🎈🔭🧦🥁🪴🛶🎡", FINE),
    ("v" + "ồ" * 3 + "ng nhãn gánh mưa", FINE),
]


@pytest.mark.parametrize(("password", "expected"), CASES)
def test_a_password_is_judged_by_length_and_by_how_soon_it_is_guessed(
    password: str, expected: PasswordFault | None
) -> None:
    assert password_fault(password, NAME, EMAIL, COMPANY) == expected


def test_fifteen_is_enough_and_fourteen_is_not() -> None:
    assert password_length_fault("g" * PASSWORD_LENGTH) is None
    assert password_length_fault("g" * (PASSWORD_LENGTH - 1)) is SHORT
    assert PASSWORD_LENGTH == 15
    assert PASSWORD_LIMIT >= 128


def test_code_points_count_after_composition_so_marks_are_not_extra_characters() -> None:
    spread = unicodedata.normalize("NFD", "ễ" * 14)
    assert len(spread) == 42
    assert password_length_fault(spread) is SHORT


def test_the_same_phrase_from_two_keyboards_is_one_password() -> None:
    composed = "Nguyễn Ái mộ đường phở"
    stored = hashed(unicodedata.normalize("NFC", composed))
    assert matches(stored, unicodedata.normalize("NFD", composed))
    assert matches(stored, unicodedata.normalize("NFC", composed))


def test_full_width_letters_are_the_same_letters() -> None:
    assert matches(hashed("ｐhở bò tái chín gầu"), "phở bò tái chín gầu")


@pytest.mark.parametrize("other", [" mèo con ngủ trên mái", "mèo con ngủ trên mái ", "Mèo con ngủ trên mái", "meo con"])
def test_nothing_is_trimmed_folded_or_cut(other: str) -> None:
    assert not matches(hashed("mèo con ngủ trên mái"), other)


def test_the_end_of_a_long_password_counts() -> None:
    long = "mười con mèo " * 18
    assert not matches(hashed(long + "a"), long + "b")


def test_nobody_has_no_password() -> None:
    assert not matches(None, "mười con mèo ngủ trên mái")
    assert not matches("not a hash at all", "mười con mèo ngủ trên mái")


def test_a_hash_of_today_is_not_outdated() -> None:
    assert not is_outdated(hashed("mười con mèo ngủ trên mái"))
    assert is_outdated("$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHQ$8s2NZKvB6r2GHN1DPYB2wpHZTXpl4gXMFMZzz6oTFxA")


def test_the_list_stands_for_more_than_a_hundred_thousand_passwords() -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - heavy, and needed here only

    words = set().union(*FREQUENCY_LISTS.values())
    backwards = {word[::-1] for word in words} - words
    assert len(words) + len(backwards) >= 100_000

    usual = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 5][:400]
    pairs = [first + second for first, second in itertools.product(usual, usual) if len(first + second) >= 15]
    assert len(pairs) >= 5_000
    assert all(guessing.is_predictable(pair, ()) for pair in pairs[:: len(pairs) // 200])


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert password_fault(text) in {*PasswordFault, None}


@given(st.text(min_size=1, max_size=60))
def test_preparing_twice_changes_nothing_more(text: str) -> None:
    assert prepared(prepared(text)) == prepared(text)
