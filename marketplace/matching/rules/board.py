"""The first places of a reader's list: made from everybody, or brought up to date by those alone who changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

MILLION = 1_000_000
PLACES = 50  # kept at most
LEAST = 30  # kept at least, where there are more: below, the list is made anew
FIRST = 20  # of them, those that count as "on the list"
AWAY = timedelta(days=30)  # who comes back to the first places sooner is not new there
EQUAL = 100  # millionths; what is this close is equal, as in `order`


class Place(NamedTuple):
    """A party in a list: by which mandate ("" for none), and its score in millionths of log-odds."""

    profile: str
    mandate: str
    score: int


class Candidate(NamedTuple):
    """A seat that may be shown to the reader, and the number that orders equal scores for this reader."""

    place: Place
    tie: int


@dataclass(frozen=True, slots=True)
class Places:
    """The best of a list, best first; `whole` where there is nobody else."""

    held: tuple[Candidate, ...]
    whole: bool


class Holding(NamedTuple):
    """Since when a party is among the first, and when it left them, if it did."""

    entered_at: datetime
    left_at: datetime | None = None


def rank_of(candidate: Candidate) -> tuple[int, int, str, str]:
    """Sorts the best first, and no two of them equal."""
    place = candidate.place
    return -round(place.score / EQUAL), candidate.tie, place.profile, place.mandate


def places_of(everybody: Iterable[Candidate]) -> Places:
    """The list from scratch, each party once and by its best seat."""
    ranked = _best_of_each(everybody)
    return Places(tuple(ranked[:PLACES]), len(ranked) <= PLACES)


def merged(before: Places, changed: Collection[str], now: Iterable[Candidate]) -> Places | None:
    """The list after some parties changed: `now` holds the seats that they have today, of those who have any.

    Whoever is not in the list and did not change stands behind its last place. So what is known ends there, and None
    says that too little is left to go on with: the list is to be made from everybody.
    """
    stayed = [candidate for candidate in before.held if candidate.place.profile not in changed]
    ranked = _best_of_each([*stayed, *now])
    if before.whole:
        return Places(tuple(ranked[:PLACES]), len(ranked) <= PLACES)
    end = rank_of(before.held[-1])
    known = [candidate for candidate in ranked if rank_of(candidate) <= end]
    return Places(tuple(known[:PLACES]), False) if len(known) >= LEAST else None


def _best_of_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=rank_of):
        best.setdefault(candidate.place.profile, candidate)
    return list(best.values())


def holders_after(before: Mapping[str, Holding], first: Sequence[str], moment: datetime) -> dict[str, Holding]:
    """Who is among the first since when; who left is remembered until it would be new again."""
    after = {profile: Holding(_entered(before.get(profile), moment)) for profile in first}
    for profile, holding in before.items():
        left_at = holding.left_at or moment
        if profile not in after and moment - left_at < AWAY:
            after[profile] = Holding(holding.entered_at, left_at)
    return after


def _entered(before: Holding | None, moment: datetime) -> datetime:
    if before is None or (before.left_at is not None and moment - before.left_at >= AWAY):
        return moment
    return before.entered_at
