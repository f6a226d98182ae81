"""Reads the ledger of revisions as tests want to see it."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.publishing.models import Revision, RevisionMoved


def ledger_of(subject_id: str) -> list[tuple[int, str]]:
    """What was decided about a subject: the revision's number and the move, in order."""
    db.session.rollback()  # threads may have written since this session last read
    rows = db.session.execute(
        select(Revision.number, RevisionMoved.move)
        .join(Revision, Revision.id == RevisionMoved.revision_id)
        .where(RevisionMoved.subject_id == subject_id)
        .order_by(RevisionMoved.moved_at, RevisionMoved.id)
    )
    return [(number, move) for number, move in rows]


def states_of(subject_id: str) -> dict[int, str]:
    """The state of each revision of a subject, by number."""
    db.session.rollback()  # threads may have written since this session last read
    rows = db.session.execute(select(Revision.number, Revision.state).where(Revision.subject_id == subject_id))
    return {row.number: row.state for row in rows}
