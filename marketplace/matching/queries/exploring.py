"""The places of a list that are kept for parties which fit well and are little shown."""

from collections.abc import Sequence

from marketplace.foundation.clock import today
from marketplace.matching.rules.book import Book
from marketplace.matching.rules.order import hashed
from marketplace.matching.rules.seats import Seat

Explored = tuple[Sequence[int], frozenset[int]]


def explored(places: Sequence[int], reader: Seat, book: Book, *, reader_is_seeker: bool) -> Explored:
    """The order with its exploring places, and which places in the book hold them; another choice every week."""
    return places, frozenset()
