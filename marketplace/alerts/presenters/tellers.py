"""Who puts what was found into words: each feature that has something to follow registers a teller for its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.alerts.rules.digest import Part
from marketplace.alerts.rules.frequency import Kind
from marketplace.foundation.actor import Actor


@dataclass(frozen=True, slots=True)
class Link:
    """A page, as pages and mails can make its address."""

    endpoint: str
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Followed:
    """A search or list in words: its name, what it asks, its results, and what a mail may call it."""

    name: str
    asks: str
    link: Link
    in_mails: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a party is told of: a sentence, and the party's own thing that was found, where it is not the party itself.

    `strength` orders parties: a score, or 0.
    """

    party_id: str
    sentence: str
    thing: tuple[str, Link] | None = None
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Teller:
    """How one kind is put into words for the person who follows it.

    `own`: everything of the kind that the person could follow now, by its key. `tell`: why each thing of a part of a
    digest was found, without those that the person may not see this moment; in a mail nothing confidential is named.
    """

    own: Callable[[Actor], Mapping[str, Followed]]
    tell: Callable[[Actor, str, Part, bool], Sequence[Reason]]


_TELLERS: dict[str, Teller] = {}


def tell_with(kind: Kind, teller: Teller) -> None:
    """Register who tells of this kind."""
    _TELLERS[kind] = teller


def teller_of(kind: str) -> Teller:
    """Who tells of this kind."""
    return _TELLERS[kind]
