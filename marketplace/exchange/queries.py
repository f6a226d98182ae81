"""Batches, and what a source's keys mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select

from marketplace.accounts.queries import people_by_id
from marketplace.exchange.models import ImportBatch, ImportRow, ImportTrial, SourceRecord
from marketplace.exchange.policies import can_import
from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import db, locked
from marketplace.organisations.models import Organisation
from marketplace.publishing.models import Revision, RevisionMoved, Subject
from marketplace.publishing.rules import RevisionMove

CHUNK = 400
OVER = ("imported", "dropped", "unreadable")
DECIDING = (RevisionMove.GO_LIVE, RevisionMove.RESTORE, RevisionMove.WITHDRAW)


def batches(actor: Actor) -> Select[ImportBatch]:
    """Every batch, newest first, for those who may import."""
    if not can_import(actor):
        raise NotFound
    return select(ImportBatch).order_by(ImportBatch.id.desc())


def batch(actor: Actor, batch_id: str) -> ImportBatch:
    """One batch."""
    found = db.session.scalars(batches(actor).where(ImportBatch.id == batch_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def trials(actor: Actor) -> Select[ImportTrial]:
    """Every file that was tried, newest first, for those who may import."""
    if not can_import(actor):
        raise NotFound
    return select(ImportTrial).order_by(ImportTrial.id.desc())


def open_trials(actor: Actor, most: int = 20) -> Sequence[ImportTrial]:
    """Files that somebody has still to decide about, or that are being worked on."""
    return db.session.scalars(trials(actor).where(ImportTrial.state.not_in(OVER)).limit(most)).all()


def waiting_trials(_actor: Actor) -> int:
    """How many files were tried and wait for a decision."""
    waiting = select(func.count()).select_from(ImportTrial).where(ImportTrial.state == "tried")
    return db.session.scalar(waiting) or 0


def trial(actor: Actor, trial_id: str) -> ImportTrial:
    """One file that was tried."""
    found = db.session.scalars(trials(actor).where(ImportTrial.id == trial_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def locked_trial(actor: Actor, trial_id: str) -> ImportTrial:
    """One to decide about."""
    found = db.session.scalars(locked(trials(actor).where(ImportTrial.id == trial_id))).one_or_none()
    if found is None:
        raise NotFound
    return found


def trial_of_batch(batch_id: str) -> ImportTrial | None:
    """The trial that came before a batch; None for a command's."""
    return db.session.scalars(select(ImportTrial).where(ImportTrial.batch_id == batch_id).limit(1)).one_or_none()


def names_of(batches: Iterable[ImportBatch]) -> dict[str, str]:
    """Who ordered these batches, by the person's id."""
    people = people_by_id(batch.person_id for batch in batches if batch.person_id)
    return {person_id: person.name for person_id, person in people.items()}


def locked_batch(actor: Actor, batch_id: str) -> ImportBatch:
    """One batch to decide about."""
    found = db.session.scalars(locked(batches(actor).where(ImportBatch.id == batch_id))).one_or_none()
    if found is None:
        raise NotFound
    return found


def rows_of(batch_id: str, below: int | None = None, most: int | None = None) -> Sequence[ImportRow]:
    """The rows of a batch that made something, last first: undone in the opposite order; so many before a number."""
    made = ImportRow.outcome.in_(("created", "changed"))
    statement = select(ImportRow).where(ImportRow.batch_id == batch_id, made).order_by(ImportRow.number.desc())
    if below is not None:
        statement = statement.where(ImportRow.number < below)
    return db.session.scalars(statement.limit(most)).all()


def count_of(batch_id: str, outcome: str) -> int:
    """How many rows of a batch ended like this."""
    wanted = select(func.count()).select_from(ImportRow)
    return db.session.scalar(wanted.where(ImportRow.batch_id == batch_id, ImportRow.outcome == outcome)) or 0


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
