"""Identifiers lie in order of time and use every letter."""

from __future__ import annotations

import time
from collections import Counter

from marketplace.foundation.ids import ALPHABET, looks_like_id, new_id


def test_ids_are_all_different_and_of_one_form() -> None:
    made = [new_id() for _ in range(5000)]
    assert len(set(made)) == len(made)
    assert all(looks_like_id(one) for one in made)


def test_a_later_id_comes_after_an_earlier_one() -> None:
    made = []
    for _ in range(20):
        made.append(new_id())
        time.sleep(0.002)
    assert made == sorted(made)


def test_the_time_can_be_read_back() -> None:
    before = time.time_ns() // 1_000_000
    read = 0
    for letter in new_id()[:10]:
        read = read * 32 + ALPHABET.index(letter)
    assert before <= read <= time.time_ns() // 1_000_000


def test_the_random_letters_are_all_as_likely() -> None:
    seen = Counter(letter for _ in range(4000) for letter in new_id()[10:])
    expected = 4000 * 16 / 32
    assert set(seen) == set(ALPHABET)
    assert all(0.85 < count / expected < 1.15 for count in seen.values())
