"""What one digest holds of each search or list: ids and codes; names are read when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_OF_ONE = 5
MOST_IN_MAIL = 25


@dataclass(frozen=True, slots=True)
class Part:
    """What was new for one search or list. `things`: id and why; `more`: how many beyond those.

    `points`: of a match list the scores as they are told, 0 to 100, for which what they are made of is kept.
    """

    source_id: str
    things: tuple[tuple[str, str], ...]
    more: int = 0
    points: Mapping[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many things are told of, by name or in number."""
        return len(self.things) + self.more


def part(source_id: str, told: Mapping[str, str], scores: Mapping[str, float]) -> Part:
    """The first few of what is new with their scores, and the number of the others."""
    things = tuple((thing, str(why)) for thing, why in told.items())
    named = things[:MOST_OF_ONE]
    points = {thing: round(scores[thing]) for thing, _why in named if thing in scores}
    return Part(source_id, named, len(things) - len(named), points)


def to_plain(held: Part) -> dict[str, Any]:
    """As a row holds it."""
    return {
        "source": held.source_id,
        "things": [list(pair) for pair in held.things],
        "more": held.more,
        "points": dict(held.points),
    }


def from_plain(plain: Mapping[str, Any]) -> Part:
    """What a row holds."""
    return Part(plain["source"], tuple((thing, why) for thing, why in plain["things"]), plain["more"], plain["points"])
