"""Followed searches, the passing of time, and the job that looks."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from marketplace.alerts import services
from marketplace.alerts.models import Digest, Source
from marketplace.alerts.rules.frequency import Frequency
from marketplace.discovery.rules import Kept
from marketplace.discovery.services import save_search
from marketplace.foundation.actor import SYSTEM, Actor, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id

AI = Kept("company", {"technology": ["ai"]})


def a_followed_search(actor: Actor, kept: Kept = AI, name: str = "Demo AI", told: Frequency = Frequency.DAILY) -> str:
    """A kept search whose person is told what is new, already looked at once; gives its id."""
    with acting_as(actor):
        search_id = save_search(actor, kept, name, new_id(), told)
    looked_at(actor)
    return search_id


def looked_at(actor: Actor) -> str | None:
    """One look at what is due for this person; gives the id of the digest, if one was written."""
    db.session.commit()
    with acting_as(SYSTEM):
        return services.gather(str(actor.person_id))


def let_a_week_pass() -> None:
    """Everything that is followed is due, and what was told was told a week before."""
    with transaction() as session:
        session.execute(update(Source).where(Source.due_at.is_not(None)).values(due_at=now() - timedelta(minutes=1)))
        for digest in session.scalars(select(Digest)):
            digest.written_at -= timedelta(days=7)


def a_week_later(actor: Actor) -> Digest | None:
    """What the next look finds."""
    let_a_week_pass()
    digest_id = looked_at(actor)
    return None if digest_id is None else db.session.get(Digest, digest_id)


def source_of(actor: Actor, key: str) -> Source:
    """What is noted about one search or list that the person follows."""
    db.session.commit()
    return db.session.scalars(select(Source).where(Source.person_id == actor.person_id, Source.key == key)).one()


def a_digest(actor: Actor, key: str, thing_id: str) -> str:
    """A digest that tells of one thing found by one search or list; gives its id."""
    source = source_of(actor, key)
    with transaction() as session:
        digest = Digest(
            person_id=str(actor.person_id),
            things=1,
            parts=[{"source": source.id, "things": [[thing_id, "new"]], "more": 3, "points": {}}],
        )
        session.add(digest)
    return digest.id
