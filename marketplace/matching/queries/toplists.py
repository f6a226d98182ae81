"""The lists of a sample of readers, as everybody's visible content makes them: nobody's private criteria act here."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from marketplace.matching.rules.book import Book, odds_of
from marketplace.matching.rules.order import hashed
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import out_of_hundred, score
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.sides import Side, side_of
from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.toplists import Asked, Doubles, best_of_parties

PAIRS = 200_000
FEWEST_READERS, MOST_READERS = 20, 300
CELLS = 3_000_000


class Kind(StrEnum):
    """Whose lists are looked at, and who stands on them."""

    COMPANIES_FOR_INVESTORS = "companies_for_investors"
    INVESTORS_FOR_COMPANIES = "investors_for_companies"
    COMPANIES_FOR_BUYERS = "companies_for_buyers"
    BUYERS_FOR_COMPANIES = "buyers_for_companies"

    @property
    def role(self) -> Role:
        """The role of the book behind it."""
        return Role.ACQUIRE if "buyers" in self.value else Role.INVEST

    @property
    def reader_is_seeker(self) -> bool:
        """Whether those with the money read."""
        return self.value.startswith("companies")


@dataclass(frozen=True)
class Sample:
    """Some readers' seats by their places in the book, everybody on the other side, and who is behind each seat."""

    kind: Kind
    places: tuple[int, ...]
    all_readers: int
    profiles: tuple[str, ...]
    asked: Asked

    @property
    def is_everybody(self) -> bool:
        """Whether every reader was looked at."""
        return len(self.places) == self.all_readers


def sampled(book: Book, kind: Kind) -> Sample:
    """The readers with the smallest keys, all where they are few; the same ones as long as parties stay."""
    keys = book.seeker_keys if kind.reader_is_seeker else book.offer_keys
    places = tuple(sorted(np.argsort(keys, kind="stable")[: _most(_others(book, kind))].tolist()))
    return sample_at(book, kind, places)


def sample_at(book: Book, kind: Kind, places: tuple[int, ...]) -> Sample:
    """The lists of the readers at these places of the book."""
    readers, others = _readers(book, kind), _others(book, kind)
    number: dict[str, int] = {}
    party = np.array([number.setdefault(seat.organisation, len(number)) for seat in others], np.int64)
    profiles = dict.fromkeys(seat.profile for seat in others)  # in the same order as the parties are numbered
    chosen = _side(book, kind, places)
    odds = odds_of(chosen, book.offers, book) if kind.reader_is_seeker else odds_of(book.seekers, chosen, book).T
    items = book.offer_keys if kind.reader_is_seeker else book.seeker_keys
    asked = Asked(odds, hashed(readers[place].organisation for place in places), items, party, len(number))
    return Sample(kind, places, len(readers), tuple(profiles), asked)


def scores_of(sample: Sample) -> Doubles:
    """Readers by parties: the score of each party's best seat, as pages show it; NaN where it may not be shown."""
    best = best_of_parties(sample.asked)
    known = np.isfinite(best)
    return np.where(known, out_of_hundred(np.where(known, best, 0)), np.nan)


def mean_additions(book: Book, sample: Sample) -> Doubles:
    """Signals by parties: what each adds on average, over a few of the readers and the pairs that may be shown."""
    asked = sample.asked
    if not sample.places or not asked.parties:
        return np.zeros((len(CODES), asked.parties))
    few = max(1, min(FEWEST_READERS, CELLS // max(1, len(CODES) * len(asked.items))))
    chosen = _side(book, sample.kind, sample.places[:few])
    pairs = (
        Pairs(chosen, book.offers, book.month)
        if sample.kind.reader_is_seeker
        else Pairs(book.seekers, chosen, book.month)
    )
    adds = score(pairs, book.weights).adds
    by_item = adds if sample.kind.reader_is_seeker else adds.transpose(0, 2, 1)
    may = np.isfinite(asked.odds[:few])
    sums = (by_item * may).sum(1, dtype=np.float64)
    out = np.zeros((len(CODES), asked.parties))
    counts = np.zeros(asked.parties)
    np.add.at(counts, asked.party, may.sum(0))
    np.add.at(out.T, asked.party, sums.T)
    return out / np.maximum(counts, 1)


def _most(others: tuple[Seat, ...]) -> int:
    return int(np.clip(PAIRS // max(1, len(others)), FEWEST_READERS, MOST_READERS))


def _readers(book: Book, kind: Kind) -> tuple[Seat, ...]:
    return tuple(book.seeker_seats if kind.reader_is_seeker else book.offer_seats)


def _others(book: Book, kind: Kind) -> tuple[Seat, ...]:
    return tuple(book.offer_seats if kind.reader_is_seeker else book.seeker_seats)


def _side(book: Book, kind: Kind, places: tuple[int, ...]) -> Side:
    side = side_of([_readers(book, kind)[place] for place in places], book.corpus)
    return replace(side, exposure=book.seekers.exposure[list(places)]) if kind.reader_is_seeker else side
