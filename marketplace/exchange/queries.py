"""Batches, and what a source's keys mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select

from marketplace.exchange.models import ImportBatch, ImportRow, SourceRecord
from marketplace.exchange.policies import can_import
from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import db, locked
from marketplace.organisations.models import Organisation
from marketplace.publishing.models import Revision, RevisionMoved, Subject
from marketplace.publishing.rules import RevisionMove

CHUNK = 400
DECIDING = (RevisionMove.GO_LIVE, RevisionMove.RESTORE, RevisionMove.WITHDRAW)


def batches(actor: Actor) -> Select[ImportBatch]:
    """Every batch, newest first, for those who may import."""
    if not can_import(actor):
        raise NotFound
    return select(ImportBatch).order_by(ImportBatch.id.desc())


def locked_batch(actor: Actor, batch_id: str) -> ImportBatch:
    """One batch to decide about."""
    found = db.session.scalars(locked(batches(actor).where(ImportBatch.id == batch_id))).one_or_none()
    if found is None:
        raise NotFound
    return found


def rows_of(batch_id: str) -> Sequence[ImportRow]:
    """The rows of a batch that made something, last first: undone in the opposite order."""
    made = ImportRow.outcome.in_(("created", "changed"))
    statement = select(ImportRow).where(ImportRow.batch_id == batch_id, made).order_by(ImportRow.number.desc())
    return db.session.scalars(statement).all()


def records(source: str, kind: str, keys: Iterable[str]) -> dict[str, SourceRecord]:
    """What these keys of a source mean, as far as they are known."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, SourceRecord] = {}
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        of_source = (SourceRecord.source == source, SourceRecord.kind == kind)
        statement = select(SourceRecord).where(*of_source, SourceRecord.source_key.in_(chunk))
        found.update((record.source_key, record) for record in db.session.scalars(statement))
    return found


def live_sources(subject_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """What is live of these subjects: the revision, and where it came from."""
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(subject_ids), CHUNK):
        statement = (
            select(Subject.id, Revision.id, Revision.source)
            .join(Revision, Revision.id == Subject.live_revision_id)
            .where(Subject.id.in_(subject_ids[start : start + CHUNK]))
        )
        found.update((subject, (revision, source)) for subject, revision, source in db.session.execute(statement))
    return found


def withdrawn_by_owners(subject_ids: Sequence[str]) -> set[str]:
    """Which of these their own organisations took back: an import does not bring them to light again."""
    found: set[str] = set()
    for start in range(0, len(subject_ids), CHUNK):
        last = (
            select(RevisionMoved.subject_id, func.max(RevisionMoved.id).label("id"))
            .where(RevisionMoved.subject_id.in_(subject_ids[start : start + CHUNK]))
            .where(RevisionMoved.move.in_(DECIDING))
            .group_by(RevisionMoved.subject_id)
            .subquery()
        )
        statement = (
            select(Subject.id)
            .join(last, last.c.subject_id == Subject.id)
            .join(RevisionMoved, RevisionMoved.id == last.c.id)
            .where(RevisionMoved.move == RevisionMove.WITHDRAW)
            .where(RevisionMoved.organisation_id == Subject.organisation_id)
        )
        found.update(db.session.scalars(statement))
    return found


def names_in_use(folded_names: Iterable[str]) -> dict[str, list[str]]:
    """Parties by folded name, for the list of possible duplicates."""
    wanted = list(dict.fromkeys(folded_names))
    found: dict[str, list[str]] = {}
    for start in range(0, len(wanted), CHUNK):
        chunk = Organisation.folded_name.in_(wanted[start : start + CHUNK])
        for name, organisation_id in db.session.execute(select(Organisation.folded_name, Organisation.id).where(chunk)):
            found.setdefault(name, []).append(organisation_id)
    return found
