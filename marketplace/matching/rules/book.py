"""Everybody in one role, as others may see them: both sides encoded once, and the crowding of well-known seekers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.corpus import Corpus, corpus_of
from marketplace.matching.rules.criteria import allowed
from marketplace.matching.rules.exposure import exposure
from marketplace.matching.rules.order import Hashes, hashed
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import blocks, log_odds
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.sides import Side, side_of
from marketplace.matching.rules.weights import RoleWeights

SAMPLE = 1024
EXPOSED = "seeker_exposed"


@dataclass(frozen=True)
class Book:
    """The seats of both sides with their arrays, the month they are read in, and the weights they are scored with."""

    role: Role
    month: int
    weights: RoleWeights
    corpus: Corpus
    seeker_seats: Sequence[Seat]
    offer_seats: Sequence[Seat]
    seekers: Side
    offers: Side
    seeker_keys: Hashes
    offer_keys: Hashes


def book_of(role: Role, month: int, weights: RoleWeights, seekers: Sequence[Seat], offers: Sequence[Seat]) -> Book:
    """Encode both sides; `seekers` and `offers` hold only what the other side may see."""
    corpus = corpus_of(seekers, offers)
    left, right = side_of(seekers, corpus), side_of(offers, corpus)
    keys = hashed(seat.key for seat in seekers), hashed(seat.key for seat in offers)
    return reweighted(Book(role, month, weights, corpus, seekers, offers, left, right, *keys), weights)


def reweighted(book: Book, weights: RoleWeights) -> Book:
    """The same parties scored with these weights, and how far they then crowd each other's lists."""
    bare = replace(book.seekers, exposure=np.full(len(book.seekers), np.nan, np.float32))
    plain = replace(book, weights=weights, seekers=bare)
    if EXPOSED not in weights.tables:
        return plain
    return replace(plain, seekers=replace(bare, exposure=exposure(_sampled(plain))))


def _sampled(book: Book) -> Floats:
    """The log-odds of every seeker with up to 1,024 offers, spread by their keys, without what texts mean.

    A vector is there minutes after its text, party by party: each would move what all others' scores share.
    """
    places = np.argsort(book.offer_keys)[:SAMPLE]
    offers = side_of([book.offer_seats[place] for place in places], book.corpus)
    return odds_of(book.seekers.unread(), offers, book)


def odds_of(seekers: Side, offers: Side, book: Book) -> Floats:
    """The log-odds of many pairs; minus infinity where a hard criterion forbids the pair."""
    out = np.empty((len(seekers), len(offers)), np.float32)
    for first, last in blocks(seekers, len(offers)):
        pairs = Pairs(seekers.rows(first, last), offers, book.month)
        out[first:last] = np.where(allowed(pairs), log_odds(pairs, book.weights), -np.inf)
    return out


def rank(reader: Seat, book: Book, *, reader_is_seeker: bool) -> Floats:
    """What everybody on the other side is worth to one reader, whose own seat is complete."""
    own = side_of([reader], book.corpus)
    left, right = (own, book.offers) if reader_is_seeker else (book.seekers, own)
    return odds_of(left, right, book).reshape(-1)
