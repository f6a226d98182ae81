"""Who is inside which confidential circle."""

from __future__ import annotations

from sqlalchemy import Select, false, or_, select

from marketplace.foundation.actor import SYSTEM, Actor
from marketplace.foundation.database import db
from marketplace.foundation.row_security import across_audiences
from marketplace.organisations.models import Audience, AudienceMember


def audiences_of(actor: Actor) -> Select[str]:
    """The ids of the circles that the actor is inside of: use it with `.in_()`. Staff get no short cut."""
    if actor is SYSTEM:
        return select(Audience.id)
    if actor.organisation_id is None:
        return select(AudienceMember.audience_id).where(false())
    return select(AudienceMember.audience_id).where(
        AudienceMember.organisation_id == actor.organisation_id,
        or_(AudienceMember.person_id.is_(None), AudienceMember.person_id == actor.person_id),
    )


def is_inside(actor: Actor, audience_id: str) -> bool:
    """Whether the actor is inside this circle now."""
    statement = select(Audience.id).where(Audience.id == audience_id, Audience.id.in_(audiences_of(actor)))
    return db.session.scalar(statement) is not None


@across_audiences("one sees the places of others in circles that one was already allowed into")
def audience_organisations(audience_id: str) -> list[str]:
    """The organisations inside a circle that the caller was already allowed into."""
    statement = select(AudienceMember.organisation_id).where(AudienceMember.audience_id == audience_id)
    return sorted(db.session.scalars(statement.distinct()))
