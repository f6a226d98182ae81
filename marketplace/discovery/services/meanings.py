"""Reading what public documents mean, little by little and beside everything else; forgetting what is not public."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import Exists, and_, delete, exists, func, select

from marketplace.discovery import searchable
from marketplace.discovery.models import DocumentMeaning
from marketplace.discovery.queries.encoder import encoder
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.index_state import IndexState
from search_index.documents import Document
from search_index.fields import PUBLIC
from search_index.semantic import Encoder, passages

BLOCK = 20
SECONDS_AT_ONCE = 45.0
PUBLIC_NOW = and_(IndexState.index == PUBLIC.name, IndexState.hash.is_not(None))
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """How many public documents there are, and of how many the meaning is known as it is now. `model`: None is off."""

    model: str | None
    documents: int
    known: int


def read_meanings(seconds: float = SECONDS_AT_ONCE) -> int:
    """Read what is new or changed, for so long at most; gives how many documents. Nothing where no encoder is."""
    _forget_strays()
    using = encoder()
    if using is None:
        return 0
    until, after, count = time.monotonic() + seconds, "", 0
    while time.monotonic() < until and (waiting := _waiting(using.model, after)):
        after = max(waiting)
        documents = list(searchable.documents_for(list(waiting)))
        db.session.rollback()
        for document in documents:
            _keep(document, _vectors(using, document, _held(document.id, using.model)), using.model)
        count += len(documents)
    return count


def forget_meanings(ids: Iterable[str]) -> None:
    """Keep nothing of these documents, in the transaction that is open."""
    for chunk in searchable.chunks(ids):
        db.session.execute(delete(DocumentMeaning).where(DocumentMeaning.id.in_(chunk)))


def reading() -> Reading:
    """How far the reading is."""
    using = encoder()
    documents = db.session.scalar(select(func.count()).select_from(IndexState).where(PUBLIC_NOW)) or 0
    if using is None:
        return Reading(None, documents, 0)
    known = select(func.count()).select_from(IndexState).where(PUBLIC_NOW, _is_known(using.model))
    return Reading(using.model, documents, db.session.scalar(known) or 0)


def _is_known(model: str) -> Exists:
    row = DocumentMeaning
    return exists().where(row.id == IndexState.id, row.content == IndexState.hash, row.model == model)


def _waiting(model: str, after: str) -> Sequence[str]:
    wanted = select(IndexState.id).where(PUBLIC_NOW, IndexState.id > after, ~_is_known(model))
    found = db.session.scalars(wanted.order_by(IndexState.id).limit(BLOCK)).all()
    db.session.rollback()
    return found


def _held(id_: str, model: str) -> Mapping[str, bytes]:
    """What was read of a document before, by the hash of the words: what says the same is not read again."""
    held = DocumentMeaning
    found = db.session.execute(select(held.text_hash, held.vector).where(held.id == id_, held.model == model)).all()
    db.session.rollback()
    return {row.text_hash: row.vector for row in found}


def _vectors(using: Encoder, document: Document, held: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """By language the hash of the words and their vector. No transaction is open: this takes a while."""
    return dict(_each(using, document, held))


def _each(using: Encoder, document: Document, held: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    for language, text in passages(document).items():
        named = hashlib.sha256(text.encode()).hexdigest()
        yield language, (named, held.get(named) or using.passage(text).astype("<f4").tobytes())


def _keep(document: Document, vectors: Mapping[str, tuple[str, bytes]], model: str) -> None:
    """Write down what was read, unless the document changed or went away meanwhile."""
    with transaction() as session:
        current = session.scalar(select(IndexState.hash).where(PUBLIC_NOW, IndexState.id == document.id))
        if current != document.hash:
            return
        session.execute(delete(DocumentMeaning).where(DocumentMeaning.id == document.id))
        session.add_all(
            DocumentMeaning(
                id=document.id,
                language=language,
                kind=document.kind,
                model=model,
                content=document.hash,
                text_hash=named,
                vector=vector,
                read_at=now(),
            )
            for language, (named, vector) in vectors.items()
        )


def _forget_strays() -> None:
    """What left the index while it was being read."""
    public = exists().where(PUBLIC_NOW, IndexState.id == DocumentMeaning.id)
    with transaction() as session:
        session.execute(delete(DocumentMeaning).where(~public).execution_options(synchronize_session=False))
