"""A block of lists of one kind brought up to date: which of them have changed, and what they hold now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from sqlalchemy import Text, cast, select

from marketplace.foundation.database import Json, db
from marketplace.matching.models import BoardList
from marketplace.matching.queries.books import Books, digest_of
from marketplace.matching.queries.readers import Others, Reading, hidden_for, lessons_for
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.board import FIRST, Candidate, Holding, Place, Places, holders_after, merged
from marketplace.matching.rules.boarding import anew, candidates, may_enter, odds_for
from marketplace.matching.rules.order import hashed
from marketplace.matching.rules.sides import side_of

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Written:
    """A list as it is stored."""

    id: str | None
    places: tuple[Place, ...]
    whole: bool
    holders: Mapping[str, Holding]
    hidden: str
    weights: int

    def row(self, computed_at: datetime) -> Json:
        """The columns that may change."""
        return {
            "places": [list(place) for place in self.places],
            "whole": self.whole,
            "holders": {profile: _plain(holding) for profile, holding in self.holders.items()},
            "hidden": self.hidden,
            "weights": self.weights,
            "computed_at": computed_at,
        }


@dataclass(frozen=True)
class _Stored:
    """A list as it was read: most of them stay as they are, so little is made of them."""

    id: str
    rows: list[list[Any]]
    whole: bool
    holders: str
    hidden: str
    weights: int

    @property
    def last(self) -> int | None:
        """The score of the last place, None where there is nobody behind it."""
        return None if self.whole else int(self.rows[-1][2])

    @cached_property
    def whole_row(self) -> Written:
        """The same with everything read."""
        places = tuple(Place(*row) for row in self.rows)
        holders = holders_of(json.loads(self.holders))
        return Written(self.id, places, self.whole, holders, self.hidden, self.weights)


@dataclass(frozen=True)
class Change:
    """What a round is about: who changed (None: everybody), whose lists answers may touch, and when it is."""

    held: Books
    changed: frozenset[str] | None
    answered: frozenset[str]
    moment: datetime


@dataclass(frozen=True)
class _Reader:
    reading: Reading
    before: _Stored | None
    hidden: frozenset[str]
    lessons: Floats | None

    @property
    def key(self) -> str:
        """Whom answers keep out, and whether they teach: a list that they taught is another one when they do not."""
        return digest_of((tuple(sorted(self.hidden)), self.lessons is not None))


class Block:
    """Lists of one group, scored together."""

    def __init__(self, readings: Sequence[Reading], others: Others, touched: Others, change: Change) -> None:
        """`touched` are those of the others who changed."""
        self._others, self._touched, self._change = others, touched, change
        before = _stored(readings)
        self._readers = [self._reader(reading, before) for reading in readings]

    def results(self) -> list[tuple[Reading, Written]]:
        """The lists that are new or differ from what is stored."""
        after = self._merged([reader for reader in self._readers if self._may_be_merged(reader)])
        rest = [reader for reader in self._readers if reader.reading.key not in after]
        after.update(self._anew(rest))
        both = [(reader, after[reader.reading.key]) for reader in self._readers]
        written = [(reader, self._written(reader, places)) for reader, places in both if places is not None]
        return [(reader.reading, row) for reader, row in written if not reader.before or row != reader.before.whole_row]

    def made_anew(self) -> dict[str, Places]:
        """By list key every list from scratch, whatever is stored."""
        return self._anew(self._readers)

    def _reader(self, reading: Reading, before: Mapping[tuple[str, str], _Stored]) -> _Reader:
        stored = before.get((reading.organisation_id, reading.view.key))
        if reading.organisation_id not in self._change.answered:
            return _Reader(reading, stored, NOBODY, None)
        hidden = hidden_for(reading, self._others)
        return _Reader(reading, stored, hidden, lessons_for(reading, self._others, self._change.held))

    def _may_be_merged(self, reader: _Reader) -> bool:
        """What answers teach leans on what everybody shows, so such a list is made anew whenever anybody changed."""
        changed, before = self._change.changed, reader.before
        if changed is None or before is None or reader.reading.organisation_id in changed:
            return False
        return reader.lessons is None and before.hidden == reader.key

    def _merged(self, readers: Sequence[_Reader]) -> dict[str, Places | None]:
        """By list key the list after the change, None where it stays; those that are to be made anew are left out."""
        changed = self._change.changed or NOBODY
        found: dict[str, Places | None] = {}
        for reader, odds in zip(readers, self._odds(readers, self._touched), strict=True):
            stored = reader.before
            assert stored is not None  # noqa: S101 - only what is stored is merged
            entering = np.flatnonzero(may_enter(odds, stored.last))
            if not len(entering) and changed.isdisjoint(row[0] for row in stored.rows):
                found[reader.reading.key] = None
                continue
            ties = self._touched.ties(reader.reading.organisation_id)
            before = _places(stored, reader.reading.organisation_id)
            after = merged(before, changed, candidates(odds, entering, self._touched.seats, ties))
            if after is not None:
                found[reader.reading.key] = after
        return found

    def _anew(self, readers: Sequence[_Reader]) -> dict[str, Places]:
        odds = self._odds(readers, self._others)
        return {
            reader.reading.key: anew(own, self._others.seats, self._others.ties(reader.reading.organisation_id))
            for reader, own in zip(readers, odds, strict=True)
        }

    def _odds(self, readers: Sequence[_Reader], others: Others) -> Floats:
        """A row for each reader, minus infinity for whom it must not be shown."""
        if not readers or not others.seats:
            return np.empty((len(readers), len(others.seats)), np.float32)
        book, view = others.book, readers[0].reading.view
        own = side_of([reader.reading.seat for reader in readers], book.corpus)
        odds = odds_for(own, others.side, book, reader_is_seeker=view.reader_is_seeker)
        for number, reader in enumerate(readers):
            if reader.lessons is not None:
                odds[number] += reader.lessons
            for organisation in reader.hidden:
                odds[number, others.side.rows_of(organisation)] = -np.inf
        return odds

    def _written(self, reader: _Reader, places: Places) -> Written:
        before = reader.before.whole_row.holders if reader.before else {}
        held = tuple(candidate.place for candidate in places.held)
        holders = holders_after(before, [place.profile for place in held[:FIRST]], self._change.moment)
        stored = reader.before.id if reader.before else None
        return Written(stored, held, places.whole, holders, reader.key, self._change.held.weights.version)


def _places(stored: _Stored, organisation_id: str) -> Places:
    places = stored.whole_row.places
    ties = hashed(f"{place.profile}/{place.mandate}" for place in places) ^ hashed([organisation_id])[0]
    held = tuple(Candidate(place, int(tie)) for place, tie in zip(places, ties, strict=True))
    return Places(held, stored.whole)


def _stored(readings: Sequence[Reading]) -> dict[tuple[str, str], _Stored]:
    columns = (BoardList.organisation_id, BoardList.view_key, BoardList.id, BoardList.places, BoardList.whole)
    wanted = select(*columns, cast(BoardList.holders, Text), BoardList.hidden, BoardList.weights).where(
        BoardList.organisation_id.in_({reading.organisation_id for reading in readings}),
        BoardList.view_key.in_({reading.view.key for reading in readings}),
    )
    return {(owner, key): _Stored(*rest) for owner, key, *rest in db.session.execute(wanted)}


def holders_of(plain: Json) -> dict[str, Holding]:
    """Who is or was among the first of a list, from its column."""
    return {
        profile: Holding(datetime.fromisoformat(came), datetime.fromisoformat(left) if left else None)
        for profile, (came, left) in plain.items()
    }


def _plain(holding: Holding) -> list[str | None]:
    return [holding.entered_at.isoformat(), holding.left_at.isoformat() if holding.left_at else None]
