"""Who can say what a search or list finds: a feature that has something to follow registers a finder for its kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.alerts.rules.frequency import Kind
from marketplace.alerts.rules.news import Looked
from marketplace.foundation.actor import Actor
from marketplace.matching.queries.matches import Match, View


@dataclass(frozen=True, slots=True)
class Scored:
    """What a match list says of some parties this moment: by profile the match behind the score."""

    view: View
    matches: Mapping[str, Match]


@dataclass(frozen=True, slots=True)
class Finder:
    """How one kind is looked at, always for the person who follows it.

    `owns`: whether this is one of the person's own. `look`: what it finds, of what changed since a moment, or
    everything; None: it is not there any more. `parties`: whose each of these things is, of those that are public now.
    `score`: what a match list says of these things; other kinds score nothing.
    """

    owns: Callable[[Actor, str], bool]
    look: Callable[[Actor, str, datetime | None], Looked | None]
    parties: Callable[[Sequence[str]], Mapping[str, str]]
    score: Callable[[Actor, str, Collection[str]], Scored | None] | None = None


_FINDERS: dict[str, Finder] = {}


def find_with(kind: Kind, finder: Finder) -> None:
    """Register who looks at this kind."""
    _FINDERS[kind] = finder


def finder_of(kind: str) -> Finder | None:
    """Who looks at this kind; None for a kind that nobody knows."""
    return _FINDERS.get(kind)
