"""The board as its readers may read it: who newly came among the first of one's own lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import Select, select

from marketplace.foundation.actor import Actor, NotFound, current_actor
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.matching.models import BoardList, BoardRound
from marketplace.matching.queries.blocks import holders_of
from marketplace.matching.queries.books import Books, books, own_party, state
from marketplace.matching.queries.hidden import hidden_from
from marketplace.matching.queries.lists import View, own_seat, views_of
from marketplace.matching.rules.board import FIRST, MILLION, Place
from marketplace.matching.rules.criteria import failed
from marketplace.matching.rules.score import out_of_hundred
from marketplace.matching.rules.seats import Seat

BOARD = "board"


class Phase(StrEnum):
    """What the board is at: nothing, bringing lists up to date by those who changed, or making all of them anew."""

    SETTLED = "settled"
    MERGING = "merging"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Progress:
    """The round that is under way or was the last: how many lists it has come to, of how many, and since when."""

    number: int = 0
    phase: Phase = Phase.SETTLED
    done: int = 0
    total: int = 0
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    is_running: bool = False

    @property
    def is_done(self) -> bool:
        """Whether no round is half done."""
        return self.phase is Phase.SETTLED


@dataclass(frozen=True, slots=True)
class Entered:
    """A party that newly took one of the first places of a list and still holds it; the score is 0 to 100."""

    view_key: str
    profile_id: str
    organisation_id: str
    place: int
    score: float
    entered_at: datetime


def entered(organisation_id: str, after: datetime, view_key: str | None = None) -> list[Entered]:
    """Who came among the first of this organisation's lists, or of one of them, after a moment: each list best first.

    As of the last round of the board, less whoever may not be shown this moment: vetoed, put off, resting, withdrawn,
    closed, or past a hard criterion of today. Only the organisation itself and the system may ask.
    """
    asking = current_actor()
    if not (asking.is_system or asking.acts_for(organisation_id)):
        raise NotFound
    reader = Actor(organisation_id=organisation_id)
    stored = db.session.scalars(_lists_of(organisation_id, view_key))
    rows = {row.view_key: row for row in stored if _came_after(row, after)}
    if not rows:
        return []
    held = books()
    lists = [_first_of(view, rows[view.key], reader, held) for view in views_of(reader) if view.key in rows]
    return [each for found in lists for each in found if each.entered_at > after]


def is_stale() -> bool:
    """Whether anything changed that the board has not been brought up to yet."""
    settled = db.session.scalar(select(BoardRound.settled).where(BoardRound.name == BOARD))
    return settled != state().digest()


def progress() -> Progress:
    """How far the board is; numbers of lists only, for whoever keeps the site running."""
    columns = (BoardRound.number, BoardRound.phase, BoardRound.done, BoardRound.total)
    wanted = select(*columns, BoardRound.begun_at, BoardRound.ended_at, BoardRound.lease_until)
    row = db.session.execute(wanted.where(BoardRound.name == BOARD)).one_or_none()
    if row is None:
        return Progress()
    number, phase, done, total, begun_at, ended_at, lease_until = row
    return Progress(number, Phase(phase), done, total, begun_at, ended_at, bool(lease_until and lease_until > now()))


def _lists_of(organisation_id: str, view_key: str | None) -> Select[BoardList]:
    whole = select(BoardList).where(BoardList.organisation_id == organisation_id)
    return whole if view_key is None else whole.where(BoardList.view_key == view_key)


def _came_after(row: BoardList, after: datetime) -> bool:
    return any(holding.left_at is None and holding.entered_at > after for holding in holders_of(row.holders).values())


def _first_of(view: View, row: BoardList, reader: Actor, held: Books) -> Iterator[Entered]:
    """Who is among the first of one list and may be shown there this moment."""
    own, others = _sides(view, str(reader.organisation_id), held)
    if own is None:
        return
    holders = holders_of(row.holders)
    hidden = hidden_from(reader, view.mandate_id, list(others.values()))
    shown = (place for place in map(_place, row.places) if _may_be_shown(own, others, place, view, hidden))
    for number, place in enumerate(islice(shown, FIRST), start=1):
        holding = holders.get(place.profile)
        if holding is not None and holding.left_at is None:
            score = float(out_of_hundred(np.array([place.score / MILLION]))[0])
            yield Entered(view.key, place.profile, place.profile, number, score, holding.entered_at)


def _sides(view: View, organisation_id: str, held: Books) -> tuple[Seat | None, Mapping[str, Seat]]:
    """The reader's own seat as it is this moment, and everybody on the other side by key."""
    party = own_party(organisation_id)
    book = held.by_role[view.role]
    seats = book.offer_seats if view.reader_is_seeker else book.seeker_seats
    return own_seat(party, view, held.knowledge) if party else None, {seat.key: seat for seat in seats}


def _place(plain: Sequence[Any]) -> Place:
    return Place(*plain)


def _may_be_shown(own: Seat, others: Mapping[str, Seat], place: Place, view: View, hidden: frozenset[str]) -> bool:
    theirs = others.get(f"{place.profile}/{place.mandate}")
    if theirs is None or theirs.organisation in hidden:
        return False
    return not (failed(own, theirs) if view.reader_is_seeker else failed(theirs, own))
