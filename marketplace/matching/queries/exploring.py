"""The places of a list that are kept for parties which fit well and are little shown."""

from collections.abc import Sequence
from weakref import ref

import numpy as np

from marketplace.foundation.clock import today
from marketplace.matching.queries.books import books
from marketplace.matching.queries.toplists import Kind, sample_at
from marketplace.matching.rules.book import Book
from marketplace.matching.rules.exploring import PAGE, Numbers, explore
from marketplace.matching.rules.order import hashed
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.toplists import exposure_of, first_places

READERS = 40
PAIRS = 60_000
Explored = tuple[Sequence[int], frozenset[int]]
_KINDS = {
    (Role.INVEST, True): Kind.COMPANIES_FOR_INVESTORS,
    (Role.INVEST, False): Kind.INVESTORS_FOR_COMPANIES,
    (Role.ACQUIRE, True): Kind.COMPANIES_FOR_BUYERS,
    (Role.ACQUIRE, False): Kind.BUYERS_FOR_COMPANIES,
}
_counted: dict[Kind, tuple[ref[Book], Numbers]] = {}


def explored(places: Sequence[int], reader: Seat, book: Book, *, reader_is_seeker: bool) -> Explored:
    """The order with its exploring places, and which places in the book hold them; another choice every week.

    How often a party is shown is counted in lists as everybody's visible content makes them, so that nothing private
    of others, and no answer of theirs, moves anybody here.
    """
    if len(places) <= PAGE:
        return places, frozenset()
    year, week, _ = today().isocalendar()
    shown = shown_counts(book, _KINDS[book.role, reader_is_seeker])
    return explore(places, shown, hashed([reader.organisation])[0], f"{year}-{week}")


def count_ahead() -> None:
    """The keeper's work: count for the books there are, so that no page does."""
    held = books()
    for (role, _), kind in _KINDS.items():
        shown_counts(held.by_role[role], kind)


def shown_counts(book: Book, kind: Kind) -> Numbers:
    """By place in the book how often its party stands among the first ten of a few readers; counted once per book."""
    held = _counted.get(kind)
    if held is not None and held[0]() is book:
        return held[1]
    keys = book.seeker_keys if kind.reader_is_seeker else book.offer_keys
    others = len(book.offer_keys) if kind.reader_is_seeker else len(book.seeker_keys)
    few = min(READERS, max(1, PAIRS // max(1, others)))
    sample = sample_at(book, kind, tuple(sorted(np.argsort(keys, kind="stable")[:few].tolist())))
    counts = exposure_of(first_places(sample.asked), sample.asked.parties).counts[sample.asked.party]
    _counted[kind] = (ref(book), counts)
    return counts
