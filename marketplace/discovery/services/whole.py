"""The index as a whole: made anew, compared with the database, mended, described."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from sqlalchemy import func, select

from marketplace.discovery import searchable
from marketplace.discovery.services.changes import INDEX, mark_sent, note, noted, refresh, sweep
from marketplace.foundation import index_state
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, in_transaction, transaction
from marketplace.foundation.index_state import IndexState
from marketplace.foundation.search import engine
from search_index.documents import Document
from search_index.engine import SearchError
from search_index.rebuild import rebuild as rebuild_index
from search_index.reconcile import Drift, drift

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many documents there should be, where the index differed, and what was done.

    `unnoted`: how many changes had not been noted in the database; they are among what is repaired.
    """

    expected: int
    found: Drift
    unnoted: int = 0
    repaired: int = 0
    rebuilt: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """What the index should hold, what waits to be sent to it, and whether it answers."""

    expected: int
    gone: int
    waiting: int
    waiting_since: datetime | None
    paused: str  # why it cannot be asked; empty if it can


@dataclass
class _Filling:
    """The documents of a rebuild as they are read, with the version that each was filled in as."""

    versions: dict[str, int] = field(default_factory=dict)
    stale: list[str] = field(default_factory=list)

    def documents(self) -> Iterator[Document]:
        """Every document, read when the engine asks for it: it has begun the rebuild by then.

        Versions are read before contents: what is newer than its version is replaced by the change that
        follows it; the other way round, an old text would be filled in under a new version.
        """
        for source in searchable.SOURCES:
            for chunk in searchable.chunks(_all_ids(source)):
                _begin_reading()
                before = noted(chunk)
                for document in source.documents_for(chunk):
                    known = before.get(document.id)
                    self.versions[document.id] = known.version if known else 0
                    if known is None or known.hash != document.hash:
                        self.stale.append(document.id)
                    yield replace(document, version=self.versions[document.id])


def rebuild() -> int:
    """Make the whole index anew from the database and return the number of its documents.

    Raises RebuildRunning if another one is under way. What was read while it differed from what is noted is
    sent again whatever it is by now: it may have changed and changed back.
    """
    _note_unknown()
    filling = _Filling()
    count = rebuild_index(engine(), filling.documents()).documents
    mark_sent(filling.versions)
    refresh([*filling.stale, *_noted_in_vain(filling.versions)], again=True)
    return count


def _note_unknown() -> None:
    """Note what was never noted, so that everything has a version: after an update from a release without notes."""
    known = noted()
    for source in searchable.SOURCES:
        for chunk in searchable.chunks(id_ for id_ in _all_ids(source) if id_ not in known):
            with transaction():
                note(chunk)


def _noted_in_vain(there: Collection[str]) -> list[str]:
    """What was noted as public and is not there any more."""
    return [id_ for id_, row in noted().items() if row.hash is not None and id_ not in there]


def check(*, mend: bool = True) -> Checked:
    """Compare every document with what was noted and with the index; mend what differs.

    Without an index, or where mending leaves a difference, it is made anew.
    """
    if mend:
        engine().drop_orphans()
    if mend and not engine().is_current():
        return Checked(expected=rebuild(), found=Drift(), rebuilt=True)
    expected = {document.id: document.hash for document in _every_document()}
    known = {id_: row.hash for id_, row in noted().items() if row.hash is not None}
    unnoted = {id_ for id_ in expected.keys() | known.keys() if expected.get(id_) != known.get(id_)}
    found = _still(drift(engine(), expected))
    if not mend or not (unnoted or found.count):
        return Checked(len(expected), found, len(unnoted))
    return _mended(Checked(len(expected), found, len(unnoted)), unnoted)


def note_check(checked: Checked) -> None:
    """Remember for the operators' page what a check found."""
    mended = checked.expected if checked.rebuilt else checked.repaired
    found = {"index": INDEX, "checked_at": now(), "documents": checked.expected}
    with transaction() as session:
        index_state.note_check(session, {**found, "differed": checked.found.count, "mended": mended})


def _mended(seen: Checked, unnoted: Collection[str]) -> Checked:
    wrong = _ids(seen.found)
    refresh(set(unnoted) - set(wrong))
    refresh(wrong, again=True)
    sweep()
    if seen.found.changed or seen.found.surplus:
        engine().compact()
    if any(_was_sent(chunk) for chunk in searchable.chunks(_ids(_still(seen.found)))):
        return Checked(rebuild(), seen.found, seen.unnoted, len(wrong), rebuilt=True)
    return replace(seen, repaired=len({*wrong, *unnoted}))


def _was_sent(ids: list[str]) -> bool:
    """Whether the index was told of one of these and yet is wrong: telling it again would not help."""
    return any(row.version == row.sent_version for row in noted(ids).values())


def _ids(found: Drift) -> list[str]:
    return [*found.missing, *found.changed, *found.surplus]


def _still(found: Drift) -> Drift:
    """What of a difference is there on a second look: what was changed between two looks is none."""
    wanted: dict[str, str] = {}
    held: dict[str, str] = {}
    for chunk in searchable.chunks(_ids(found)):
        _begin_reading()
        wanted |= {document.id: document.hash for document in searchable.documents_for(chunk)}
        held |= engine().hashes(chunk)
    return Drift(
        missing=tuple(sorted(wanted.keys() - held.keys())),
        changed=tuple(sorted(id_ for id_ in wanted.keys() & held.keys() if wanted[id_] != held[id_])),
        surplus=tuple(sorted(held.keys() - wanted.keys())),
    )


def tidy() -> None:
    """Let nothing of withdrawn or replaced texts weigh in the scores of others."""
    engine().compact()


def is_current() -> bool:
    """Whether there is an index of the declared shape."""
    return engine().is_current()


def is_there() -> bool:
    """Whether an index serves, be it that of another release."""
    return engine().is_there()


def status() -> Status:
    """How the index stands."""
    waiting = IndexState.version > IndexState.sent_version
    counts = select(
        func.count(IndexState.hash),
        func.count().filter(IndexState.hash.is_(None), IndexState.version > 0),
        func.count().filter(waiting),
        func.min(IndexState.changed_at).filter(waiting),
    ).where(IndexState.index == INDEX)
    expected, gone, left, since = db.session.execute(counts).one()
    return Status(expected, gone, left, since, _pause())


def _pause() -> str:
    try:
        return "" if engine().is_current() else "there is none yet"
    except SearchError as error:
        return str(error)


def _every_document() -> Iterator[Document]:
    for source in searchable.SOURCES:
        for chunk in searchable.chunks(_all_ids(source)):
            _begin_reading()
            yield from source.documents_for(chunk)


def _all_ids(source: searchable.Source) -> list[str]:
    _begin_reading()
    return list(source.all_ids())


def _begin_reading() -> None:
    """See what was committed by now, not what this session read before."""
    if not in_transaction():
        db.session.commit()
        db.session.expire_all()
