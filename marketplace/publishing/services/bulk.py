"""Publishing many subjects at once, with a number of statements that does not grow with their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from marketplace.foundation.actor import Actor, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Json, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.insertion import insert_rows
from marketplace.publishing import policies, queries
from marketplace.publishing.content import SCHEMA, content_hash
from marketplace.publishing.models import Revision, RevisionMoved, Subject
from marketplace.publishing.queries import Standing
from marketplace.publishing.rules import (
    REVISION_MACHINE,
    RevisionMove,
    RevisionState,
    SubjectMove,
    SubjectState,
    revision_after,
    subject_after,
)


class Outcome(StrEnum):
    """What became of one wanted text."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should be live: the caller gives a new subject its id."""

    subject_id: str
    organisation_id: str
    content: Json


@dataclass(frozen=True, slots=True)
class Published:
    """What became of it. `revision_id` is what is live now."""

    subject_id: str
    revision_id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Batch:
    actor: Actor
    kind: str
    source: str
    batch_id: str | None
    moment: datetime


@dataclass(frozen=True, slots=True)
class _Step:
    """One text that goes live: over what stood there, as which revision."""

    wanted: Wanted
    hash: str
    standing: Standing | None
    number: int
    revision_id: str


def publish_many(
    actor: Actor, kind: str, wanted: Sequence[Wanted], source: str, batch_id: str | None = None
) -> list[Published]:
    """Bring many texts live, in the order given; what says the same already is left alone, and so are drafts."""
    batch = _Batch(actor, kind, source, batch_id, now())
    with transaction() as session:
        standings = queries.locked_standings([item.subject_id for item in wanted])
        for item in wanted:
            allow(policies.can_write_for(actor, _owner(item, standings)))
        hashes = [content_hash(item.content) for item in wanted]
        steps = _steps(wanted, hashes, standings)
        session.flush()
        _write(session, batch, steps)
        session.expire_all()
    fresh = {step.wanted.subject_id: step.revision_id for step in steps}
    return [_published(item.subject_id, standings.get(item.subject_id), fresh) for item in wanted]


def _owner(item: Wanted, standings: dict[str, Standing]) -> str:
    standing = standings.get(item.subject_id)
    return item.organisation_id if standing is None else standing.organisation_id


def _steps(wanted: Sequence[Wanted], hashes: Sequence[str], standings: dict[str, Standing]) -> list[_Step]:
    numbers = queries.last_numbers(list(standings))
    steps = []
    for item, digest in zip(wanted, hashes, strict=True):
        standing = standings.get(item.subject_id)
        if standing is None or standing.live_hash != digest:
            steps.append(_Step(item, digest, standing, numbers.get(item.subject_id, 0) + 1, new_id()))
    return steps


def _published(subject_id: str, standing: Standing | None, fresh: dict[str, str]) -> Published:
    if subject_id not in fresh:
        return Published(subject_id, str(standing and standing.live_revision_id), Outcome.UNCHANGED)
    outcome = Outcome.CREATED if standing is None else Outcome.CHANGED
    return Published(subject_id, fresh[subject_id], outcome)


def _write(session: Session, batch: _Batch, steps: list[_Step]) -> None:
    replaced = [step for step in steps if step.standing is not None and step.standing.live_revision_id is not None]
    _change(session, Revision, [_superseded_revision(step) for step in replaced])
    insert_rows(session, Subject, [_new_subject(batch, step) for step in steps if step.standing is None])
    insert_rows(session, Revision, [_new_revision(batch, step) for step in steps])
    _change(session, Subject, [_moved_subject(step) for step in steps if step.standing is not None])
    insert_rows(session, RevisionMoved, [_superseding(batch, step) for step in replaced])
    insert_rows(session, RevisionMoved, [_going_live(batch, step) for step in steps])


def _change(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(update(model), rows)


def _superseded_revision(step: _Step) -> dict[str, Any]:
    return {"id": _standing(step).live_revision_id, "state": RevisionState.SUPERSEDED}


def _new_subject(batch: _Batch, step: _Step) -> dict[str, Any]:
    return {
        "id": step.wanted.subject_id,
        "kind": batch.kind,
        "organisation_id": step.wanted.organisation_id,
        "live_revision_id": step.revision_id,
        "draft_revision_id": None,
        "state": subject_after(SubjectState.UNPUBLISHED, SubjectMove.PUBLISH),
        "version": 1,
        "created_at": batch.moment,
    }


def _moved_subject(step: _Step) -> dict[str, Any]:
    standing = _standing(step)
    return {
        "id": standing.subject_id,
        "live_revision_id": step.revision_id,
        "state": subject_after(SubjectState(standing.state), SubjectMove.PUBLISH),
        "version": standing.version + 1,
    }


def _new_revision(batch: _Batch, step: _Step) -> dict[str, Any]:
    return {
        "id": step.revision_id,
        "subject_id": step.wanted.subject_id,
        "number": step.number,
        "schema_version": step.wanted.content.get(SCHEMA, 1),
        "content": step.wanted.content,
        "content_hash": step.hash,
        "state": RevisionState.LIVE,
        "person_id": batch.actor.person_id,
        "organisation_id": batch.actor.organisation_id,
        "source": batch.source,
        "batch_id": batch.batch_id,
        "created_at": batch.moment,
    }


def _superseding(batch: _Batch, step: _Step) -> dict[str, Any]:
    replaced = str(_standing(step).live_revision_id)
    return _move_row(batch, step, replaced, RevisionState.LIVE, RevisionMove.SUPERSEDE)


def _going_live(batch: _Batch, step: _Step) -> dict[str, Any]:
    return _move_row(batch, step, step.revision_id, RevisionState.DRAFT, RevisionMove.GO_LIVE)


def _move_row(
    batch: _Batch, step: _Step, revision_id: str, before: RevisionState, move: RevisionMove
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "revision_id": revision_id,
        "subject_id": step.wanted.subject_id,
        "machine": REVISION_MACHINE,
        "from_state": before,
        "move": move,
        "to_state": revision_after(before, move),
        "person_id": batch.actor.person_id,
        "organisation_id": batch.actor.organisation_id,
        "batch_id": batch.batch_id,
        "moved_at": batch.moment,
    }


def _standing(step: _Step) -> Standing:
    if step.standing is None:
        raise ValueError("nothing stood there before")
    return step.standing
