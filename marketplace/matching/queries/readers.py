"""Everybody who has lists, as the board needs it: whole mandates, each for its owner's own list alone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from sqlalchemy import select

from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.matching.models import PairOutcome, Preference
from marketplace.matching.queries.books import Books
from marketplace.matching.queries.hidden import hidden_from
from marketplace.matching.queries.library import Kept
from marketplace.matching.queries.lists import View, own_seat, views_for
from marketplace.matching.queries.preferences import answers_of
from marketplace.matching.queries.teaching import learned
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.book import Book
from marketplace.matching.rules.joining import taken
from marketplace.matching.rules.order import Hashes, hashed
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.sides import Side


@dataclass(frozen=True)
class Reading:
    """One list of one party, by a key that puts lists of one kind beside each other."""

    organisation_id: str
    view: View
    kept: Kept

    @property
    def group(self) -> str:
        """Lists of one group are scored together."""
        return f"{self.view.role}-{'s' if self.view.reader_is_seeker else 'o'}"

    @property
    def key(self) -> str:
        """Its name among all lists of all parties."""
        return f"{self.group}/{self.organisation_id}/{self.view.key}"

    @cached_property
    def seat(self) -> Seat:
        """The reader's own seat, complete."""
        return own_seat(self.kept.party, self.view, self.kept.know)


@dataclass(frozen=True, slots=True)
class Others:
    """The other side of a group of lists: its seats, their arrays, and the numbers that order equal scores."""

    seats: list[Seat]
    side: Side
    keys: Hashes
    book: Book

    def ties(self, organisation_id: str) -> Hashes:
        """The numbers that order equal scores for one reader."""
        numbers: Hashes = self.keys ^ hashed([organisation_id])[0]
        return numbers

    def of(self, parties: Collection[str]) -> "Others":
        """Only those that belong to these parties."""
        rows = np.flatnonzero(np.array([seat.organisation in parties for seat in self.seats], np.bool_))
        seats = [self.seats[row] for row in rows.tolist()]
        return Others(seats, taken(self.side, rows), self.keys[rows], self.book)


def readings_of(held: Books, organisation_ids: Iterable[str] | None = None) -> list[Reading]:
    """The lists of these parties, or of all, in the order of their keys."""
    chosen = held.library if organisation_ids is None else set(organisation_ids) & held.library.keys()
    found = [
        Reading(owner, view, held.library[owner])
        for owner in chosen
        for view in views_for(held.library[owner].party, held.library[owner].mandates)
    ]
    return sorted(found, key=lambda reading: reading.key)


def others_of(view: View, held: Books) -> Others:
    """Whom a list chooses from."""
    book = held.by_role[view.role]
    if view.reader_is_seeker:
        return Others(list(book.offer_seats), book.offers, book.offer_keys, book)
    return Others(list(book.seeker_seats), book.seekers, book.seeker_keys, book)


def with_answers() -> frozenset[str]:
    """The parties whose lists answers or outcomes may touch: all others' lists show everybody and learn nothing."""
    columns = (
        Preference.organisation_id,
        Preference.about_organisation_id,
        PairOutcome.owner_organisation_id,
        PairOutcome.counterparty_organisation_id,
    )
    return frozenset(key for column in columns for key in db.session.scalars(select(column).distinct()))


def hidden_for(reading: Reading, others: Others) -> frozenset[str]:
    """Whom this list does not show now, as far as the whole organisation may know."""
    reader = Actor(organisation_id=reading.organisation_id)
    return hidden_from(reader, reading.view.mandate_id, others.seats)


def lessons_for(reading: Reading, others: Others, held: Books) -> Floats | None:
    """What the reader's answers add to each seat of the other side; None where they teach nothing."""
    added = learned(answers_of(reading.organisation_id), others.side, others.seats, held.parties)
    return None if added is None else np.asarray(added.sum(0), np.float32)
