"""The searches that the person asking keeps for the organisation acted for; those of others do not exist."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from marketplace.accounts.models import Person
from marketplace.discovery.models import SavedSearch
from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import db, locked


def _own(actor: Actor) -> Select[SavedSearch]:
    return select(SavedSearch).where(
        SavedSearch.person_id == actor.person_id, SavedSearch.organisation_id == actor.organisation_id
    )


def own_searches(actor: Actor) -> Sequence[SavedSearch]:
    """All of them, newest first."""
    return db.session.scalars(_own(actor).order_by(SavedSearch.created_at.desc(), SavedSearch.id.desc())).all()


def own_search_by_key(actor: Actor, key: str) -> SavedSearch | None:
    """The one with this address, if it is kept."""
    return db.session.scalar(_own(actor).where(SavedSearch.key == key))


def is_kept(actor: Actor, key: str) -> bool:
    """Whether a search is kept already."""
    return own_search_by_key(actor, key) is not None


def own_search(actor: Actor, search_id: str) -> SavedSearch:
    """One of them; NotFound for strangers."""
    row = db.session.scalar(_own(actor).where(SavedSearch.id == search_id))
    if row is None:
        raise NotFound
    return row


def locked_search(actor: Actor, search_id: str) -> SavedSearch:
    """One of them, to be changed; NotFound for strangers."""
    row = db.session.scalar(locked(_own(actor).where(SavedSearch.id == search_id)))
    if row is None:
        raise NotFound
    return row


def locked_count(actor: Actor) -> int:
    """How many are kept; nobody else keeps one for this person until the transaction ends."""
    db.session.scalar(locked(select(Person).where(Person.id == actor.person_id)))
    return db.session.scalar(select(func.count()).select_from(_own(actor).subquery())) or 0
