"""Keeping the index right: what changed is read again, and the whole is compared with the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marketplace.discovery import searchable
from marketplace.foundation.database import db, in_transaction
from marketplace.foundation.search import engine
from search_index.documents import Document
from search_index.rebuild import rebuild as rebuild_index
from search_index.reconcile import Drift, drift, repair


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many documents there should be, where the index differed, whether it was made anew."""

    expected: int
    found: Drift
    rebuilt: bool = False


def refresh(ids: Sequence[str]) -> None:
    """Bring the documents of these ids to what the public may see now. Repeating it changes nothing."""
    for chunk in searchable.chunks(dict.fromkeys(ids)):
        documents = {document.id: document for document in searchable.documents_for(chunk)}
        held = engine().hashes(chunk)
        engine().put(document for id_, document in documents.items() if held.get(id_) != document.hash)
        engine().remove(engine().versions(held.keys() - documents.keys()))


def rebuild() -> int:
    """Make the whole index anew from the database and return the number of its documents."""
    return rebuild_index(engine(), _read_now()).documents


def check(*, mend: bool = True) -> Checked:
    """Compare every document with the index; mend what differs, or make the index anew if there is none."""
    if mend and not engine().is_current():
        return Checked(expected=rebuild(), found=Drift(), rebuilt=True)
    expected = {document.id: document.hash for document in _read_now()}
    found = drift(engine(), expected)
    if mend and found.count:
        repair(engine(), found, searchable.documents_for)
    return Checked(len(expected), found)


def tidy() -> None:
    """Let nothing of withdrawn or replaced texts weigh in the scores of others."""
    engine().compact()


def _read_now() -> Iterator[Document]:
    """Every document, read afresh when the engine asks for the first: it then holds its writer already."""
    if not in_transaction():
        db.session.commit()
        db.session.expire_all()
    yield from searchable.documents()
