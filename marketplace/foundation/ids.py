"""Identifiers that cannot be enumerated, and secrets that are stored as hashes."""

import hashlib
import os
import secrets
import time
from datetime import UTC, datetime
from functools import lru_cache

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 26
TIME_LETTERS, RANDOM_LETTERS = 10, 16
_LETTER_OF_BYTE = bytes(ord(ALPHABET[byte % 32]) for byte in range(256))


def new_id() -> str:
    """26 lower-case characters: 48 bits of time (so that rows lie in order), 80 random bits."""
    random = os.urandom(RANDOM_LETTERS).translate(_LETTER_OF_BYTE)
    return _letters_of_time(time.time_ns() // 1_000_000 & (1 << 48) - 1) + random.decode()


@lru_cache(maxsize=1)
def _letters_of_time(milliseconds: int) -> str:
    return "".join([ALPHABET[milliseconds >> 5 * place & 31] for place in reversed(range(TIME_LETTERS))])


def made_at(id_: str) -> datetime | None:
    """When an id was made, to the millisecond; None for a text that is no id of ours."""
    if not looks_like_id(id_):
        return None
    milliseconds = sum(ALPHABET.index(letter) << 5 * place for place, letter in enumerate(id_[TIME_LETTERS - 1 :: -1]))
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def looks_like_id(text: str) -> bool:
    """Whether a text from outside could be one of our ids at all."""
    return len(text) == ID_LENGTH and all(character in ALPHABET for character in text)


def new_secret() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored of a secret. A plain hash suffices, the secret being random."""
    return hashlib.sha256(secret.encode()).hexdigest()
