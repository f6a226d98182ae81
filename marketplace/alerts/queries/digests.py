"""The digests that were written for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from marketplace.alerts.models import Digest
from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import db

MOST_LISTED = 10


def own_digest(actor: Actor, digest_id: str) -> Digest:
    """One that was written for the person asking; NotFound for strangers."""
    found = digest_for(str(actor.person_id), digest_id)
    if found is None:
        raise NotFound
    return found


def digest_for(person_id: str, digest_id: str) -> Digest | None:
    """One that was written for this person."""
    return db.session.scalar(select(Digest).where(Digest.id == digest_id, Digest.person_id == person_id))


def last_written(person_id: str) -> datetime | None:
    """When the person's newest digest was written."""
    return db.session.scalar(select(func.max(Digest.written_at)).where(Digest.person_id == person_id))


def last_digests(actor: Actor) -> Sequence[Digest]:
    """The last few of the person asking, newest first."""
    mine = select(Digest).where(Digest.person_id == actor.person_id)
    return db.session.scalars(mine.order_by(Digest.written_at.desc(), Digest.id.desc()).limit(MOST_LISTED)).all()
