"""Which things a search or list has already found, in eight bytes each, so that nothing is told twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

BYTES = 8
MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Memory:
    """The keys of what is known. `partial`: there was more than fits, so what is not here may be known all the same."""

    keys: frozenset[bytes] = frozenset()
    partial: bool = False

    def knows(self, thing_id: str) -> bool:
        """Whether this was found before."""
        return _key(thing_id) in self.keys

    def with_all(self, thing_ids: Iterable[str], *, partial: bool = False) -> Memory:
        """The same and these, the first of them first; what does not fit is forgotten."""
        keys = dict.fromkeys(_key(each) for each in thing_ids)
        keys |= dict.fromkeys(sorted(self.keys))
        kept = frozenset(list(keys)[:MOST_KNOWN])
        return Memory(kept, self.partial or partial or len(keys) > MOST_KNOWN)

    def packed(self) -> bytes:
        """As a row holds it."""
        return b"".join(sorted(self.keys))


def unpacked(held: bytes, *, partial: bool) -> Memory:
    """What a row holds."""
    return Memory(frozenset(held[at : at + BYTES] for at in range(0, len(held), BYTES)), partial)


def _key(thing_id: str) -> bytes:
    return blake2b(thing_id.encode(), digest_size=BYTES).digest()
