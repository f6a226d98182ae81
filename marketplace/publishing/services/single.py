"""Writing drafts and deciding about them, one at a time; features call this inside their own transactions."""

from dataclasses import dataclass

from marketplace.foundation.actor import Actor, Refused, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import Json, db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.upsert import insert_new
from marketplace.foundation.versions import expect, touch
from marketplace.publishing import policies, queries, rules
from marketplace.publishing.content import SCHEMA, content_hash
from marketplace.publishing.models import Revision, RevisionMoved, Subject
from marketplace.publishing.rules import RevisionMove, RevisionState, SubjectMove, SubjectState


@dataclass(frozen=True, slots=True)
class NewSubject:
    """Something of which nothing was written yet. A given id that exists by now means: that subject."""

    kind: str
    organisation_id: str
    id: str | None = None


def save_draft(
    actor: Actor,
    subject: str | NewSubject,
    content: Json,
    source: str,
    batch_id: str | None = None,
    expected_version: int | None = None,
) -> Revision:
    """Write a draft in place of the last one. Gives the draft, or the live revision if that says the same already."""
    with transaction():
        held = _opened(actor, subject, expected_version)
        same = _same_as(held, content_hash(content))
        if same is not None and same.state == RevisionState.DRAFT:
            return same
        _discard_draft(actor, held, batch_id)
        if same is not None:
            return same
        draft = _written(actor, held, content, source, batch_id)
        held.draft_revision_id = draft.id
        touch(held)
        db.session.flush()
    return draft


def discard_draft(actor: Actor, subject_id: str, expected_version: int | None = None) -> Subject:
    """Throw the draft away; what is live stays."""
    with transaction():
        held = _decided(actor, subject_id, expected_version)
        _discard_draft(actor, held, None)
        db.session.flush()
    return held


def go_live(actor: Actor, revision: Revision) -> Subject:
    """A draft becomes what the world sees, in place of what it saw. Refused: publishing.not_possible."""
    with transaction():
        held = _decided(actor, revision.subject_id)
        chosen = queries.revision(actor, revision.id)
        after = _subject_after(held, SubjectMove.PUBLISH)
        _supersede(actor, held, chosen.batch_id)
        _move(actor, chosen, RevisionMove.GO_LIVE, chosen.batch_id)
        held.live_revision_id = chosen.id
        held.draft_revision_id = None
        held.state = after
        touch(held)
        db.session.flush()
    return held


def withdraw(actor: Actor, subject_id: str, expected_version: int | None = None) -> Subject:
    """The world no longer sees it. Refused: publishing.not_possible."""
    with transaction():
        held = _decided(actor, subject_id, expected_version)
        after = _subject_after(held, SubjectMove.WITHDRAW)
        _move(actor, queries.revision(actor, str(held.live_revision_id)), RevisionMove.WITHDRAW, None)
        held.live_revision_id = None
        held.state = after
        touch(held)
        db.session.flush()
    return held


def revert_to(actor: Actor, subject_id: str, revision_id: str, expected_version: int | None = None) -> Revision:
    """An earlier revision is live again, as it was. Refused: publishing.not_possible."""
    with transaction():
        held = _decided(actor, subject_id, expected_version)
        chosen = queries.revision(actor, revision_id)
        if chosen.subject_id != held.id:
            raise Refused("publishing.not_possible")
        after = _subject_after(held, SubjectMove.PUBLISH)
        _supersede(actor, held, None)
        _move(actor, chosen, RevisionMove.RESTORE, None)
        held.live_revision_id = chosen.id
        held.state = after
        touch(held)
        db.session.flush()
    return chosen


def _opened(actor: Actor, subject: str | NewSubject, expected_version: int | None) -> Subject:
    if isinstance(subject, str):
        return _decided(actor, subject, expected_version)
    if subject.id is not None and queries.subject_if_any(actor, subject.id) is not None:
        return _decided(actor, subject.id, expected_version)
    return _made(actor, subject, expected_version)


def _made(actor: Actor, new: NewSubject, expected_version: int | None) -> Subject:
    """A subject of which nothing is written yet; if another made it at the same moment, that one."""
    allow(policies.can_write_for(actor, new.organisation_id))
    values = {
        "id": new.id or new_id(),
        "kind": new.kind,
        "organisation_id": new.organisation_id,
        "state": SubjectState.UNPUBLISHED,
        "version": 0,
        "created_at": now(),
    }
    fresh = insert_new(db.session(), Subject, values)
    return _decided(actor, str(values["id"]), None if fresh else expected_version)


def _decided(actor: Actor, subject_id: str, expected_version: int | None = None) -> Subject:
    """The subject, locked, that this actor may decide about and that is as the actor saw it."""
    held = queries.locked_subject(actor, subject_id)
    allow(policies.can_decide(actor, held))
    expect(held, expected_version)
    return held


def _same_as(held: Subject, wanted_hash: str) -> Revision | None:
    """The draft, else the live revision, if it says exactly this."""
    for revision_id in (held.draft_revision_id, held.live_revision_id):
        if revision_id is not None:
            found = db.session.get_one(Revision, revision_id)
            if found.content_hash == wanted_hash:
                return found
    return None


def _written(actor: Actor, held: Subject, content: Json, source: str, batch_id: str | None) -> Revision:
    last = queries.last_numbers([held.id]).get(held.id, 0)
    draft = Revision(
        id=new_id(),
        subject_id=held.id,
        number=last + 1,
        schema_version=content.get(SCHEMA, 1),
        content=content,
        content_hash=content_hash(content),
        state=RevisionState.DRAFT,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        source=source,
        batch_id=batch_id,
    )
    db.session.add(draft)
    return draft


def _discard_draft(actor: Actor, held: Subject, batch_id: str | None) -> None:
    if held.draft_revision_id is None:
        return
    _move(actor, db.session.get_one(Revision, held.draft_revision_id), RevisionMove.DISCARD, batch_id)
    held.draft_revision_id = None
    touch(held)


def _supersede(actor: Actor, held: Subject, batch_id: str | None) -> None:
    if held.live_revision_id is not None:
        _move(actor, db.session.get_one(Revision, held.live_revision_id), RevisionMove.SUPERSEDE, batch_id)


def _subject_after(held: Subject, move: SubjectMove) -> SubjectState:
    try:
        return rules.subject_after(SubjectState(held.state), move)
    except rules.MoveNotPossible:
        raise Refused("publishing.not_possible") from None


def _move(actor: Actor, revision: Revision, move: RevisionMove, batch_id: str | None) -> None:
    """Enter a decision in the ledger and let the revision's state follow; written at once, in this order."""
    before = RevisionState(revision.state)
    try:
        after = rules.revision_after(before, move)
    except rules.MoveNotPossible:
        raise Refused("publishing.not_possible") from None
    revision.state = after
    db.session.add(
        RevisionMoved(
            revision_id=revision.id,
            subject_id=revision.subject_id,
            from_state=before,
            move=move,
            to_state=after,
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            batch_id=batch_id,
        )
    )
    db.session.flush()
