"""Subjects and revisions, for those who may know of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from marketplace.foundation.actor import SYSTEM, Actor, NotFound
from marketplace.foundation.database import Json, db, locked
from marketplace.publishing.models import Revision, RevisionMoved, Subject
from marketplace.publishing.rules import RevisionMove, RevisionState

CHUNK = 500
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class BatchChange:
    """What an import did to one subject, and what stands there now."""

    subject_id: str
    kind: str
    organisation_id: str
    revision_id: str
    previous_revision_id: str | None
    is_still_live: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A subject as one row of plain values, with the hash of what is live."""

    subject_id: str
    organisation_id: str
    live_revision_id: str | None
    state: str
    version: int
    live_hash: str | None


_STANDING = (Subject.id, Subject.organisation_id, Subject.live_revision_id, Subject.state, Subject.version)


def subjects_of(actor: Actor) -> Select[Subject]:
    """The subjects that the actor works on, drafts and all: its organisation's own. An import runs as the system;
    an officer who may import does not read what others keep to themselves.
    """
    if actor is SYSTEM:
        return select(Subject)
    return select(Subject).where(Subject.organisation_id == actor.organisation_id)


def expect_reach(actor: Actor, organisation_id: str) -> None:
    """NotFound unless the actor works on this organisation's subjects, whether or not there are any yet."""
    if not (actor.acts_for(organisation_id) or actor is SYSTEM):
        raise NotFound


def subject(actor: Actor, subject_id: str) -> Subject:
    """One subject, or NotFound for strangers."""
    return _found(db.session.scalar(subjects_of(actor).where(Subject.id == subject_id)))


def locked_subject(actor: Actor, subject_id: str) -> Subject:
    """One subject, locked until the transaction ends."""
    return _found(locked_if_any(actor, subject_id))


def locked_if_any(actor: Actor, subject_id: str) -> Subject | None:
    """The same, or None while nothing was ever written."""
    return db.session.scalar(locked(subjects_of(actor).where(Subject.id == subject_id)))


def subject_if_any(actor: Actor, subject_id: str) -> Subject | None:
    """One subject, or None while nothing was ever written."""
    return db.session.scalar(subjects_of(actor).where(Subject.id == subject_id))


def locked_standings(subject_ids: Sequence[str]) -> dict[str, Standing]:
    """What stands of many subjects, locked in the order of their ids; the bulk service asks the policy itself."""
    found: dict[str, Standing] = {}
    for chunk in chunks(sorted(subject_ids)):
        subjects = select(*_STANDING).where(Subject.id.in_(chunk)).order_by(Subject.id)
        held = db.session.execute(subjects.with_for_update()).all()
        hashes = hashes_of([live_id for _, _, live_id, _, _ in held if live_id])
        found.update((row[0], Standing(*row, hashes.get(row[2] or ""))) for row in held)
    return found


def revision(actor: Actor, revision_id: str) -> Revision:
    """One revision of a subject that the actor works on."""
    mine = subjects_of(actor).with_only_columns(Subject.id)
    wanted = select(Revision).where(Revision.id == revision_id, Revision.subject_id.in_(mine))
    return _found(db.session.scalar(wanted.execution_options(populate_existing=True)))


def revisions(actor: Actor, subject_id: str) -> Sequence[Revision]:
    """Every revision of a subject, newest first."""
    held = subject(actor, subject_id)
    return db.session.scalars(
        select(Revision).where(Revision.subject_id == held.id).order_by(Revision.number.desc())
    ).all()


def draft_content(actor: Actor, subject_id: str) -> Json | None:
    """The draft's content, for members of the organisation; None when there is no draft."""
    held = subject_if_any(actor, subject_id)
    return None if held is None else _content(held.draft_revision_id)


def own_live_content(actor: Actor, subject_id: str) -> Json | None:
    """What is live now, for members of the organisation."""
    held = subject_if_any(actor, subject_id)
    return None if held is None else _content(held.live_revision_id)


def _content(revision_id: str | None) -> Json | None:
    return None if revision_id is None else db.session.get_one(Revision, revision_id).content


def live_content(kind: str, subject_id: str) -> Json:
    """What is live, for features that decide themselves whether live means public; NotFound if nothing is."""
    wanted = _live(kind).where(Subject.id == subject_id).with_only_columns(Revision.content)
    return _found(db.session.scalar(wanted))


def live_contents(kind: str, subject_ids: Iterable[str] | None = None) -> dict[str, Json]:
    """The live content of many subjects by id, or of all of a kind; one statement for every 500 ids."""
    wanted = _live(kind).with_only_columns(Subject.id, Revision.content)
    if subject_ids is None:
        return {row[0]: row[1] for row in db.session.execute(wanted)}
    found: dict[str, Json] = {}
    for chunk in chunks(list(subject_ids)):
        found.update((row[0], row[1]) for row in db.session.execute(wanted.where(Subject.id.in_(chunk))))
    return found


def contents_by_revision(revision_ids: Sequence[str]) -> dict[str, Json]:
    """The contents of revisions whose subjects the caller was given by `subjects_of`."""
    found: dict[str, Json] = {}
    for chunk in chunks(revision_ids):
        rows = db.session.execute(select(Revision.id, Revision.content).where(Revision.id.in_(chunk)))
        found.update((row[0], row[1]) for row in rows)
    return found


def last_contents(subject_ids: Sequence[str]) -> dict[str, Json]:
    """What was last live, else last written, of subjects that have neither a draft nor a live revision now."""
    found: dict[str, Json] = {}
    for chunk in chunks(subject_ids):
        rows = db.session.execute(
            select(Revision.subject_id, Revision.content)
            .where(Revision.subject_id.in_(chunk))
            .order_by(Revision.state == RevisionState.WITHDRAWN, Revision.number)
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def _live(kind: str) -> Select[Subject]:
    return select(Subject).join(Revision, Revision.id == Subject.live_revision_id).where(Subject.kind == kind)


def last_move() -> str:
    """Names the last decision about any revision: what lists everybody's things is made anew when this changes.

    Two decisions of one moment may have one name between them: for pages that are kept for seconds.
    """
    return db.session.scalar(select(func.max(RevisionMoved.id))) or ""


def first_public(subject_ids: Sequence[str]) -> dict[str, datetime]:
    """When each of these went live for the first time, whatever was decided since."""
    found: dict[str, datetime] = {}
    first = select(RevisionMoved.subject_id, func.min(RevisionMoved.moved_at))
    wanted = first.where(RevisionMoved.to_state == RevisionState.LIVE).group_by(RevisionMoved.subject_id)
    for chunk in chunks(subject_ids):
        rows = db.session.execute(wanted.where(RevisionMoved.subject_id.in_(chunk)))
        found.update((subject_id, moment) for subject_id, moment in rows)
    return found


def live_ids(kind: str) -> list[str]:
    """The ids of all live subjects of a kind, in order."""
    wanted = select(Subject.id).where(Subject.kind == kind, Subject.live_revision_id.is_not(None))
    return list(db.session.scalars(wanted.order_by(Subject.id)))


def hashes_of(revision_ids: Sequence[str]) -> dict[str, str]:
    """The content hashes of many revisions."""
    found: dict[str, str] = {}
    for chunk in chunks(revision_ids):
        rows = db.session.execute(select(Revision.id, Revision.content_hash).where(Revision.id.in_(chunk)))
        found.update((row[0], row[1]) for row in rows)
    return found


def last_numbers(subject_ids: Sequence[str]) -> dict[str, int]:
    """The number of each subject's newest revision; subjects without one are left out."""
    found: dict[str, int] = {}
    for chunk in chunks(subject_ids):
        wanted = (
            select(Revision.subject_id, func.max(Revision.number))
            .where(Revision.subject_id.in_(chunk))
            .group_by(Revision.subject_id)
        )
        found.update((row[0], row[1]) for row in db.session.execute(wanted))
    return found


def batch_changes(actor: Actor, batch_id: str) -> list[BatchChange]:
    """What one import changed, in the order of its subjects: what undoing it needs to know."""
    before = aliased(RevisionMoved)
    replaced = and_(
        before.subject_id == Revision.subject_id,
        before.batch_id == batch_id,
        before.move == RevisionMove.SUPERSEDE,
        before.revision_id != Revision.id,
    )
    mine = subjects_of(actor).with_only_columns(Subject.id)
    wanted = (
        select(Subject, Revision.id, before.revision_id)
        .join(Revision, Revision.subject_id == Subject.id)
        .outerjoin(before, replaced)
        .where(Revision.batch_id == batch_id, Subject.id.in_(mine))
        .order_by(Subject.id)
    )
    return [_change(*row) for row in db.session.execute(wanted)]


def _change(held: Subject, revision_id: str, previous_revision_id: str | None) -> BatchChange:
    return BatchChange(
        held.id,
        held.kind,
        held.organisation_id,
        revision_id,
        previous_revision_id,
        held.live_revision_id == revision_id,
    )


def chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    """Pieces small enough for one statement on every database."""
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row
