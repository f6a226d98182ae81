"""What the personal overview reads across features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.publishing.models import Revision, Subject
from marketplace.publishing.queries import subjects_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that was written and is not live."""

    subject_id: str
    kind: str
    written_at: datetime


def drafts_of(actor: Actor, most: int = 20) -> Sequence[Draft]:
    """The drafts of the organisation acted for, newest first."""
    if actor.organisation_id is None:
        return []
    mine = subjects_of(actor).where(Subject.organisation_id == actor.organisation_id).subquery()
    statement = (
        select(mine.c.id, mine.c.kind, Revision.created_at)
        .join(Revision, Revision.id == mine.c.draft_revision_id)
        .order_by(Revision.created_at.desc(), mine.c.id)
        .limit(most)
    )
    return [Draft(*row) for row in db.session.execute(statement)]
