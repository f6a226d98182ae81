"""Keeping the board: round after round, in blocks, by whoever holds the lease."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from time import monotonic

import structlog
from sqlalchemy import delete, insert, or_, select, update

from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.upsert import insert_new
from marketplace.matching.models import BoardList, BoardParty, BoardRound
from marketplace.matching.queries.blocks import Block, Change, Written
from marketplace.matching.queries.board import BOARD, Phase, Progress, is_stale, progress
from marketplace.matching.queries.books import Books, digest_of, renewed, state
from marketplace.matching.queries.readers import Reading, others_of, readings_of, with_answers
from marketplace.publishing.queries import chunks

LEASE = timedelta(seconds=60)
SECONDS = 3.0  # of work at a time, so that pages of the same process have the processor meanwhile
LISTS = 64  # in one transaction
FEW = 50
SHARE = 10  # where more than one party in ten changed, everything is made anew
log = structlog.get_logger(__name__)


class _Lost(Exception):
    """Somebody else has taken the lease: what was computed here is thrown away."""


@dataclass(frozen=True, slots=True)
class _Round:
    """What a worker holds: its lease, and the round as it was when that was taken."""

    owner: str
    number: int
    phase: Phase
    stamp: str
    basis: str
    cursor: str
    done: int
    until: float

    @property
    def is_over(self) -> bool:
        return monotonic() >= self.until


def catch_up(seconds: float = SECONDS, *, anew: bool = False) -> Progress:
    """Bring the board up to date, for about so many seconds; what is left is done at the next call, by anybody.

    Does nothing where nothing changed, and where somebody else is at it. `anew` makes every list from scratch.
    """
    if not anew and not is_stale() and progress().is_done:
        return progress()
    begun = _taken(monotonic() + seconds)
    if begun is None:
        return progress()
    try:
        if anew or begun.phase is not Phase.SETTLED or is_stale():  # else somebody has just done it
            _go_on(begun, anew=anew)
    except _Lost:
        log.info("board_taken_over")
    finally:
        _let_go(begun.owner)
    return progress()


def _taken(until: float) -> _Round | None:
    """The lease, if nobody has it."""
    moment, owner = now(), new_id()
    empty = {"name": BOARD, "number": 0, "phase": Phase.SETTLED, "done": 0, "total": 0}
    with transaction() as session:
        insert_new(session, BoardRound, {**empty, "stamp": "", "settled": "", "basis": "", "cursor": ""})
        columns = (BoardRound.number, BoardRound.phase, BoardRound.stamp, BoardRound.basis)
        row = session.execute(
            update(BoardRound)
            .where(BoardRound.name == BOARD)
            .where(or_(BoardRound.lease_until.is_(None), BoardRound.lease_until < moment))
            .values(lease_owner=owner, lease_until=moment + LEASE)
            .returning(*columns, BoardRound.cursor, BoardRound.done)
            .execution_options(synchronize_session=False)
        ).one_or_none()
    if row is None:
        return None
    number, phase, stamp, basis, cursor, done = row
    return _Round(owner, number, Phase(phase), stamp, basis, cursor, done, until)


def _let_go(owner: str) -> None:
    with transaction() as session:
        session.execute(
            update(BoardRound)
            .where(BoardRound.name == BOARD, BoardRound.lease_owner == owner)
            .values(lease_owner=None, lease_until=None)
            .execution_options(synchronize_session=False)
        )


def _note(held: _Round, **values: object) -> None:
    """Write down how far it is, as part of the caller's transaction; raises _Lost, which undoes that."""
    written = db.session.execute(
        update(BoardRound)
        .where(BoardRound.name == BOARD, BoardRound.lease_owner == held.owner, BoardRound.number == held.number)
        .values(lease_until=now() + LEASE, **values)
        .returning(BoardRound.name)
        .execution_options(synchronize_session=False)
    ).first()
    if written is None:
        raise _Lost


def _go_on(held: _Round, *, anew: bool) -> None:
    answers = state().answers  # before they are read: what is answered later is for the next round
    books = renewed()
    readings = readings_of(books)
    if anew or held.phase is Phase.SETTLED or held.basis != books.basis:
        stamp = replace(books.state, answers=answers).digest()
        held = _opened(held, books, readings, stamp, anew=anew)
    change = Change(books, _changed(held), with_answers(), now())
    if _all_blocks(held, readings, change):
        _tidy(held, readings)
        with transaction():
            _note(held, phase=Phase.SETTLED, settled=held.stamp, ended_at=now())


def _opened(held: _Round, books: Books, readings: Sequence[Reading], stamp: str, *, anew: bool) -> _Round:
    """A new round: first each party that changed is marked with its number, then it begins.

    After a kill in between the marks are found with a number that no round has yet, and count.
    """
    number = held.number + 1
    stored = {row[0]: (row[1], row[2]) for row in db.session.execute(_MARKS)}
    changed = _differing(stored, {owner: digest_of(kept.live) for owner, kept in books.library.items()})
    for chunk in chunks(sorted(changed)):
        _mark(held, {owner: changed[owner] for owner in chunk}, stored, number)
    marked = changed.keys() | {owner for owner, (_, at) in stored.items() if at == number}
    too_many = len(marked) > max(FEW, len(books.library) // SHARE)
    phase = Phase.ANEW if anew or too_many or held.basis != books.basis else Phase.MERGING
    total = sum(1 for _ in _wanted(readings, "", marked if phase is Phase.MERGING else None, with_answers()))
    with transaction():
        begun = {"phase": phase, "stamp": stamp, "basis": books.basis, "cursor": "", "done": 0, "total": total}
        _note(held, number=number, begun_at=now(), **begun)
    return replace(held, number=number, phase=phase, stamp=stamp, basis=books.basis, cursor="", done=0)


_MARKS = select(BoardParty.organisation_id, BoardParty.fingerprint, BoardParty.round)


def _differing(stored: Mapping[str, tuple[str, int]], fresh: Mapping[str, str]) -> dict[str, str]:
    """The parties whose lists and places may differ from what the board knows; who is gone has no fingerprint."""
    differing = {owner: print_ for owner, print_ in fresh.items() if stored.get(owner, ("", 0))[0] != print_}
    gone = {owner: "" for owner, (print_, _) in stored.items() if print_ and owner not in fresh}
    return differing | gone


def _mark(held: _Round, prints: Mapping[str, str], stored: Collection[str], number: int) -> None:
    rows = [{"organisation_id": owner, "fingerprint": print_, "round": number} for owner, print_ in prints.items()]
    known, new = [row for row in rows if row["organisation_id"] in stored], []
    new = [row for row in rows if row["organisation_id"] not in stored]
    with transaction() as session:
        _note(held)
        if known:
            session.execute(update(BoardParty), known)
        if new:
            session.execute(insert(BoardParty), new)


def _changed(held: _Round) -> frozenset[str] | None:
    if held.phase is not Phase.MERGING:
        return None
    return frozenset(db.session.scalars(select(BoardParty.organisation_id).where(BoardParty.round == held.number)))


def _wanted(
    readings: Sequence[Reading], cursor: str, changed: Collection[str] | None, answered: Collection[str]
) -> Iterator[Reading]:
    """The lists that the round has not come to; where only answers are new, those that answers may touch."""
    for reading in readings:
        if reading.key > cursor and (changed is None or changed or reading.organisation_id in answered):
            yield reading


def _all_blocks(held: _Round, readings: Sequence[Reading], change: Change) -> bool:
    """Whether every list was come to before the time was over; one block is done however short the time."""
    done, wanted = held.done, _wanted(readings, held.cursor, change.changed, change.answered)
    for _, same in groupby(wanted, key=lambda reading: reading.group):
        of_group = list(same)
        others = others_of(of_group[0].view, change.held)
        touched = others.of(change.changed or ())
        for first in range(0, len(of_group), LISTS):
            if done > held.done and held.is_over:
                return False
            block = of_group[first : first + LISTS]
            done += len(block)
            _write(held, Block(block, others, touched, change).results(), block[-1].key, done)
    return True


def _write(held: _Round, results: Sequence[tuple[Reading, Written]], cursor: str, done: int) -> None:
    moment = now()
    known = [{"id": after.id, **after.row(moment)} for _, after in results if after.id]
    new = [
        {"id": new_id(), "organisation_id": of.organisation_id, "view_key": of.view.key, **after.row(moment)}
        for of, after in results
        if not after.id
    ]
    with transaction() as session:
        _note(held, cursor=cursor, done=done)
        if known:
            session.execute(update(BoardList), known)
        if new:
            session.execute(insert(BoardList), new)


def _tidy(held: _Round, readings: Sequence[Reading]) -> None:
    """Lists that nobody has any more go: of closed mandates, and of parties without a live profile."""
    there = {(reading.organisation_id, reading.view.key) for reading in readings}
    stored = db.session.execute(select(BoardList.id, BoardList.organisation_id, BoardList.view_key)).all()
    gone = [row_id for row_id, owner, key in stored if (owner, key) not in there]
    for chunk in chunks(gone):
        with transaction() as session:
            _note(held)
            session.execute(delete(BoardList).where(BoardList.id.in_(chunk)))
    if gone:
        log.info("board_lists_gone", lists=len(gone))
