"""A book brought up to date: today's seats beside what all have in common, which stays as it was.

What all have in common (how rare a word is, who holds what, how crowded a seeker is) moves a little with every change
of anybody. It is read from an earlier state of the books, the same for everybody, so that a score changes only with the
two parties that it is about, and one party's change asks for that party's encoding alone.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import chain
from math import log
from operator import attrgetter
from typing import Any

import numpy as np

from marketplace.matching.rules.book import Book
from marketplace.matching.rules.corpus import Corpus, Vocabulary, corpus_of
from marketplace.matching.rules.encoding import meanings_of
from marketplace.matching.rules.joining import Rows, in_order, joined, strangers, taken
from marketplace.matching.rules.order import hashed
from marketplace.matching.rules.seats import Seat, Texts
from marketplace.matching.rules.sides import Side, side_of

VOCABULARIES = tuple(part.name for part in fields(Corpus) if part.type == Vocabulary)
_told = attrgetter(*(part.name for part in fields(Seat) if part.name != "meanings"))
_texts_of = attrgetter(*(part.name for part in fields(Seat) if part.type == Texts))


def revised(base: Book, seekers: Sequence[Seat], offers: Sequence[Seat]) -> Book:
    """The book of these seats with the statistics and the crowding of `base`."""
    left, right = _kept(base.seeker_seats, seekers), _kept(base.offer_seats, offers)
    corpus = widened(base, _fresh(seekers, left), _fresh(offers, right))
    if corpus is not base.corpus:
        added = _added(base.corpus, corpus)
        left, right = _untouched(base.seekers, seekers, left, added), _untouched(base.offers, offers, right, added)
    seeking = _side(base.seekers, left, side_of(_fresh(seekers, left), corpus))
    offering = _side(base.offers, right, side_of(_fresh(offers, right), corpus))
    crowding = dict(zip((seat.key for seat in base.seeker_seats), base.seekers.exposure.tolist(), strict=True))
    exposure = np.array([crowding.get(seat.key, np.nan) for seat in seekers], np.float32)
    return replace(
        base,
        corpus=corpus,
        seeker_seats=seekers,
        offer_seats=offers,
        seekers=replace(seeking, exposure=exposure, meanings=meanings_of(seekers)),
        offers=replace(offering, meanings=meanings_of(offers)),
        seeker_keys=hashed(seat.key for seat in seekers),
        offer_keys=hashed(seat.key for seat in offers),
    )


def widened(base: Book, seekers: Sequence[Seat], offers: Sequence[Seat]) -> Corpus:
    """The corpus with codes for what only these seats say, after all others; as rare as what nobody says."""
    own = corpus_of(seekers, offers)
    longer: dict[str, Any] = {name: _longer(getattr(base.corpus, name), getattr(own, name)) for name in VOCABULARIES}
    if all(longer[name] is getattr(base.corpus, name) for name in VOCABULARIES):
        return base.corpus
    told, everybody = len(base.offer_seats), len(base.seeker_seats) + len(base.offer_seats)
    rarities: dict[str, Any] = {
        "tag_rarity": _filled(base.corpus.tag_rarity, len(longer["tags"]), told),
        "word_rarity": _filled(base.corpus.word_rarity, len(longer["words"]), everybody),
    }
    return replace(base.corpus, **longer, **rarities)


def _longer(known: Vocabulary, own: Vocabulary) -> Vocabulary:
    added = sorted(code for code in own if code not in known)
    return {**known, **{code: len(known) + number for number, code in enumerate(added)}} if added else known


def _filled(rarity: Sequence[float], length: int, rows: int) -> Sequence[float]:
    return [*rarity, *[log(1 + (rows + 0.5) / 0.5)] * (length - len(rarity))]


def _added(before: Corpus, after: Corpus) -> frozenset[str]:
    """The codes that are known only now, of any vocabulary."""
    both = [(getattr(before, name), getattr(after, name)) for name in VOCABULARIES]
    return frozenset(code for known, longer in both for code in list(longer)[len(known) :])


def _kept(before: Sequence[Seat], now: Sequence[Seat]) -> list[int]:
    """For each seat of today the row that holds it already, -1 where it has changed."""
    rows = {seat.key: row for row, seat in enumerate(before)}
    found = [rows.get(seat.key, -1) for seat in now]
    return [row if row >= 0 and _same(before[row], seat) else -1 for row, seat in zip(found, now, strict=True)]


def _untouched(side: Side, seats: Sequence[Seat], kept: Sequence[int], added: frozenset[str]) -> list[int]:
    """The same without those who say a code that was unknown when they were encoded."""
    strange = strangers(side, len(side))
    return [-1 if row < 0 or strange[row] or _says(seat, added) else row for row, seat in zip(kept, seats, strict=True)]


def _says(seat: Seat, codes: frozenset[str]) -> bool:
    return not codes.isdisjoint(chain.from_iterable(_texts_of(seat)))


def _same(before: Seat, now: Seat) -> bool:
    """Whether they say the same; what texts mean is no part of an earlier state, and is taken from today's seats."""
    return before is now or _told(before) == _told(now)


def _fresh(seats: Sequence[Seat], kept: Sequence[int]) -> list[Seat]:
    return [seat for seat, row in zip(seats, kept, strict=True) if row < 0]


def _side(base: Side, kept: Sequence[int], fresh: Side) -> Side:
    rows: Rows = in_order(kept, len(base))
    return taken(joined(base, fresh), rows)
