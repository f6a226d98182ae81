"""Argon2id: a bounded number of hashes at a time, each 32 MiB, two passes, one lane."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marketplace.accounts.rules import prepared
from marketplace.foundation.actor import Refused
from marketplace.foundation.ids import new_secret

# Measured on 2 cores: 19 MiB and two passes took 24 ms, 64 MiB and two passes 141 ms; a storm of sign-ins must not
# starve other pages. Two at once bounds memory and processors; the others wait in line.
HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
AT_ONCE = 2
WAIT_SECONDS = 3.0
_line = threading.BoundedSemaphore(AT_ONCE)
_nobody = [HASHER.hash(new_secret())]


def hashed(password: str) -> str:
    """What is stored of a password. Refuses with `accounts.busy` when the line is too long."""
    with _in_line():
        return HASHER.hash(prepared(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password. Without a stored one it works as long and says no."""
    with _in_line():
        try:
            HASHER.verify(stored or _nobody[0], prepared(password))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a stored hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


@contextmanager
def _in_line() -> Iterator[None]:
    if not _line.acquire(timeout=WAIT_SECONDS):
        raise Refused("accounts.busy")
    try:
        yield
    finally:
        _line.release()
