"""What changed is noted in the database first and sent to the index after the commit; what cannot be sent waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from marketplace.discovery import searchable
from marketplace.discovery.services.meanings import forget_meanings
from marketplace.foundation.clock import now
from marketplace.foundation.database import after_commit, db, table_of, transaction
from marketplace.foundation.index_state import IndexState, contents_of
from marketplace.foundation.search import engine
from marketplace.foundation.upsert import lock_or_insert
from search_index.documents import Document
from search_index.engine import EngineBusy, SearchError, SearchUnavailable
from search_index.fields import PUBLIC

INDEX = PUBLIC.name
TABLE = table_of(IndexState)
PASSING = (SearchUnavailable, EngineBusy)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing as the index should have it from now on; without a document it is gone."""

    id: str
    version: int
    document: Document | None


def refresh(ids: Iterable[str], *, again: bool = False) -> None:
    """Bring the documents of these ids to what the public may see now. Repeating it changes nothing.

    `again`: also what did not change gets a new version, so that the index takes it, whatever it holds.
    """
    for chunk in searchable.chunks(sorted(set(ids))):
        with transaction():
            after_commit(partial(send, note(chunk, again=again)))


def note(ids: Sequence[str], *, again: bool = False) -> list[Note]:
    """Write down what changed of these ids, in the transaction that is open; gives all that the index has to be told.

    The rows are locked before the contents are read: of two at once, the second reads what the first read, or newer.
    """
    session = db.session()
    held = _locked_rows(session, ids)
    session.flush()
    session.expire_all()
    documents = {document.id: document for document in searchable.documents_for(ids)}
    changed = [id_ for id_ in ids if again or held[id_].hash != _hash(documents.get(id_))]
    versions = {id_: _next_version(held[id_].version) for id_ in changed}
    if changed:
        forget_meanings(id_ for id_ in changed if id_ not in documents)
        session.execute(_REWRITE, [_written(id_, versions[id_], documents.get(id_), held[id_].kind) for id_ in changed])
    waiting = [id_ for id_ in ids if id_ in versions or held[id_].version > held[id_].sent_version]
    return [Note(id_, versions.get(id_, held[id_].version), documents.get(id_)) for id_ in waiting]


def send(notes: Sequence[Note]) -> bool:
    """Tell the index. False: it could not be told all; the rest waits for the next sweep."""
    if not notes:
        return True
    try:
        if _is_lost():
            log.warning("index_is_lost", documents=len(notes))
            return False
        engine().put(replace(told.document, version=told.version) for told in notes if told.document)
        engine().remove({told.id: told.version for told in notes if told.document is None})
    except PASSING as error:
        log.warning("index_waits", documents=len(notes), reason=str(error))
        return False
    except SearchError:
        log.exception("index_refused", documents=len(notes), first=notes[0].id)
        return len(notes) > 1 and _send_singly(notes)
    mark_sent({told.id: told.version for told in notes})
    return True


def _is_lost() -> bool:
    """Whether an index that was told of things is not there, or is another release's: it has to be made as a whole.

    A change alone would begin an index that looks like one, and nearly everything would be found by nobody.
    """
    if engine().is_current():
        return False
    if engine().is_there():
        return True
    told = select(IndexState.id).where(IndexState.index == INDEX, IndexState.sent_version > 0)
    found = db.session.scalar(told.where(IndexState.hash.is_not(None)).limit(1)) is not None
    db.session.commit()
    return found


def _send_singly(notes: Sequence[Note]) -> bool:
    """What the engine does not take must not hold up the others."""
    taken = [send([told]) for told in notes]
    return all(taken)


def sweep() -> int:
    """Send what is waiting, oldest ids first; gives how many were sent. Stops when the index cannot be told."""
    sent = 0
    while ids := waiting_ids(searchable.BATCH):
        with transaction():
            notes = note(ids)
        if not send(notes):
            break
        sent += len(notes)
    return sent


def waiting_ids(most: int) -> Sequence[str]:
    """Ids of which the index has not been told the last version."""
    wanted = select(IndexState.id).where(IndexState.index == INDEX, IndexState.version > IndexState.sent_version)
    found = db.session.scalars(wanted.order_by(IndexState.id).limit(most)).all()
    db.session.commit()
    return found


def noted(ids: Sequence[str] | None = None) -> Mapping[str, Any]:
    """What was noted of these ids, or of all: kind, version, version sent, and hash of each."""
    return {row.id: row for row in db.session.execute(_rows(ids))}


def mark_sent(versions: Mapping[str, int]) -> None:
    """The index was told these versions; whatever changed since waits on."""
    with transaction() as session:
        for chunk in searchable.chunks(sorted(versions)):
            session.execute(_MARK, [{"its": id_, "told": versions[id_]} for id_ in chunk])


_OF_ITS_ID = (TABLE.c.index == INDEX, TABLE.c.id == bindparam("its"))
_MARK = TABLE.update().where(*_OF_ITS_ID, TABLE.c.version == bindparam("told")).values(sent_version=TABLE.c.version)
_REWRITE = TABLE.update().where(*_OF_ITS_ID)


def _locked_rows(session: Session, ids: Sequence[str]) -> dict[str, Any]:
    """The row of each id, locked in the order of ids; made where there is none."""
    lock_or_insert(session, IndexState, [_empty(id_) for id_ in ids])
    return {row.id: row for row in session.execute(_rows(ids))}


def _rows(ids: Sequence[str] | None) -> Select[str, str, int, int, str | None]:
    row = IndexState
    wanted = select(row.id, row.kind, row.version, row.sent_version, row.hash).where(row.index == INDEX)
    return wanted if ids is None else wanted.where(row.id.in_(ids))


def _empty(id_: str) -> dict[str, Any]:
    blank = {"index": INDEX, "id": id_, "kind": "", "version": 0, "sent_version": 0, "changed_at": now()}
    return blank | contents_of(None)


def _hash(document: Document | None) -> str | None:
    return document.hash if document else None


def _next_version(held: int) -> int:
    """Higher than the last, and the time in milliseconds: also a restored database goes on above what it once sent."""
    return max(held + 1, int(now().timestamp() * 1000))


def _written(id_: str, version: int, document: Document | None, kind: str) -> dict[str, Any]:
    return {"its": id_, "kind": kind, "version": version, "changed_at": now()} | contents_of(document)
