"""Confidential circles are opened, and parties come in and leave; the feature that owns the matter decides."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete

from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.row_security import across_audiences
from marketplace.foundation.upsert import insert_new
from marketplace.organisations.facts import AudienceMemberAdded, AudienceMemberRemoved, AudienceOpened
from marketplace.organisations.models import Audience, AudienceMember

ALL = "all"


@across_audiences("a circle opens for parties that are not inside yet")
def open_audience(purpose: str, organisation_ids: Iterable[str]) -> str:
    """A new circle with everybody of these organisations inside; gives its id."""
    ids = tuple(dict.fromkeys(organisation_ids))
    with transaction() as session:
        audience = Audience(id=new_id(), purpose=purpose)
        session.add(audience)
        session.flush()
        session.add_all(AudienceMember(audience_id=audience.id, organisation_id=each, who=ALL) for each in ids)
        record(AudienceOpened(audience.id, purpose, ids))
    return audience.id


@across_audiences("the matter's own policy decides who comes in, not who is inside")
def add_to_audience(audience_id: str, organisation_id: str, person_id: str | None = None) -> None:
    """An organisation (or one person of it) comes in; nothing happens if it is inside already."""
    with transaction() as session:
        values = {
            "audience_id": audience_id,
            "organisation_id": organisation_id,
            "who": person_id or ALL,
            "person_id": person_id,
            "added_at": now(),
        }
        if insert_new(session, AudienceMember, values):
            record(AudienceMemberAdded(audience_id, organisation_id, person_id))


@across_audiences("the matter's own policy decides who leaves, not who is inside")
def remove_from_audience(audience_id: str, organisation_id: str, person_id: str | None = None) -> None:
    """An organisation with all its people leaves, or one person who was let in by name."""
    with transaction() as session:
        leaving = delete(AudienceMember).where(
            AudienceMember.audience_id == audience_id, AudienceMember.organisation_id == organisation_id
        )
        if person_id is not None:
            leaving = leaving.where(AudienceMember.person_id == person_id)
        if session.execute(leaving.returning(AudienceMember.who)).first():
            record(AudienceMemberRemoved(audience_id, organisation_id, person_id))
