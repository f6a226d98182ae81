"""Identifiers that cannot be enumerated, and secrets that are stored as hashes."""

import hashlib
import secrets
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 26
_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)


def new_id() -> str:
    """26 lower-case characters: 48 bits of time (so that rows lie in order), 80 random bits."""
    value = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80 | secrets.randbits(80)
    return "".join([_PAIRS[value >> shift & 1023] for shift in range(120, -1, -10)])


def looks_like_id(text: str) -> bool:
    """Whether a text from outside could be one of our ids at all."""
    return len(text) == ID_LENGTH and all(character in ALPHABET for character in text)


def new_secret() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored of a secret. A plain hash suffices, the secret being random."""
    return hashlib.sha256(secret.encode()).hexdigest()
