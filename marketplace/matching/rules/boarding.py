"""From log-odds to candidates: as few of a reader's pairs as decide its first places become plain values."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import Flags, Floats
from marketplace.matching.rules.board import EQUAL, MILLION, PLACES, Candidate, Place, Places, places_of
from marketplace.matching.rules.book import Book, odds_of
from marketplace.matching.rules.order import Hashes
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.sides import Side

WIDE = 4 * PLACES  # a party may have several seats
Rows = NDArray[np.intp]


def odds_for(readers: Side, others: Side, book: Book, *, reader_is_seeker: bool) -> Floats:
    """Every reader of a block with the others, a row for each reader."""
    if reader_is_seeker:
        return odds_of(readers, others, book)
    return np.ascontiguousarray(odds_of(others, readers, book).T)


def anew(odds: Floats, seats: Sequence[Seat], ties: Hashes) -> Places:
    """The first places of one reader from everybody who is not at minus infinity."""
    near, wide = np.flatnonzero(np.isfinite(odds)), WIDE
    while wide < len(near):
        last = np.partition(odds[near], -wide)[-wide] - 2 * EQUAL / MILLION
        found = places_of(candidates(odds, near[odds[near] >= last], seats, ties))
        if not found.whole:
            return found
        wide *= 4
    return places_of(candidates(odds, near, seats, ties))


def candidates(odds: Floats, rows: Rows, seats: Sequence[Seat], ties: Hashes) -> list[Candidate]:
    """These rows as plain values."""
    return [_candidate(seats[row], float(odds[row]), int(ties[row])) for row in rows.tolist()]


def _candidate(seat: Seat, odds: float, tie: int) -> Candidate:
    return Candidate(Place(seat.profile, seat.mandate or "", round(odds * MILLION)), tie)


def may_enter(odds: Floats, last: int | None) -> Flags:
    """Who of these stands before or near the last place, by its score; anywhere where there is none behind it."""
    finite = np.isfinite(odds)
    if last is None:
        return finite
    reaching: Flags = finite & (odds >= (last - 2 * EQUAL) / MILLION)
    return reaching
