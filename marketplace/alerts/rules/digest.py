"""What one digest holds of each search or list: ids and codes; names are read when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_OF_ONE = 5
MOST_IN_MAIL = 25


@dataclass(frozen=True, slots=True)
class Part:
    """What was new for one search or list. `things`: id and why; `more`: how many beyond those."""

    source_id: str
    things: tuple[tuple[str, str], ...]
    more: int = 0

    @property
    def count(self) -> int:
        """How many things are told of, by name or in number."""
        return len(self.things) + self.more


def part(source_id: str, told: Mapping[str, str]) -> Part:
    """The first few of what is new, and the number of the others."""
    things = tuple((thing, str(why)) for thing, why in told.items())
    return Part(source_id, things[:MOST_OF_ONE], max(0, len(things) - MOST_OF_ONE))


def to_plain(held: Part) -> dict[str, Any]:
    """As a row holds it."""
    return {"source": held.source_id, "things": [list(pair) for pair in held.things], "more": held.more}


def from_plain(plain: Mapping[str, Any]) -> Part:
    """What a row holds."""
    return Part(plain["source"], tuple((thing, why) for thing, why in plain["things"]), plain["more"])
