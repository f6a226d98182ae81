"""What the personal overview reads across features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.i18n import language
from marketplace.foundation.text import Localised
from marketplace.publishing.models import Revision, Subject
from marketplace.publishing.queries import subjects_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that was written and is not live."""

    subject_id: str
    kind: str
    title: str
    written_at: datetime


def drafts_of(actor: Actor, most: int = 10) -> Sequence[Draft]:
    """The drafts of the organisation acted for, newest first."""
    if actor.organisation_id is None:
        return []
    mine = subjects_of(actor).where(Subject.organisation_id == actor.organisation_id).subquery()
    statement = (
        select(mine.c.id, mine.c.kind, Revision.content, Revision.created_at)
        .join(Revision, Revision.id == mine.c.draft_revision_id)
        .order_by(Revision.created_at.desc(), mine.c.id)
        .limit(most)
    )
    return [Draft(found, kind, _title(content), at) for found, kind, content, at in db.session.execute(statement)]


def _title(content: Mapping[str, Any]) -> str:
    """The name or title that a text gives itself."""
    named = content.get("name") or content.get("title")
    return Localised.from_json(named).best(language()) if isinstance(named, Mapping) else ""


def kinds_written(actor: Actor) -> tuple[frozenset[str], frozenset[str]]:
    """Of which kinds of text the organisation acted for has something live, and of which a draft."""
    mine = subjects_of(actor).where(Subject.organisation_id == actor.organisation_id)
    statement = mine.with_only_columns(
        Subject.kind, func.count(Subject.live_revision_id), func.count(Subject.draft_revision_id)
    ).group_by(Subject.kind)
    rows = [(str(kind), live, drafts) for kind, live, drafts in db.session.execute(statement)]
    return frozenset(kind for kind, live, _ in rows if live), frozenset(kind for kind, _, drafts in rows if drafts)
