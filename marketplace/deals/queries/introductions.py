"""Introductions as each side may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from marketplace.deals.models import Engagement, EngagementMove
from marketplace.deals.policies import side_of
from marketplace.deals.rules.engagement import PENDING, Side, State, asker
from marketplace.foundation.actor import SYSTEM, Actor, NotFound
from marketplace.foundation.database import db, locked
from marketplace.matching.queries import blocked, vetoes_around
from marketplace.organisations.queries import audiences_of


def introductions_seen_by(actor: Actor) -> Select[Engagement]:
    """Every engagement whose circle the actor is in."""
    return select(Engagement).where(Engagement.audience_id.in_(audiences_of(actor)))


def introduction(actor: Actor, engagement_id: str) -> Engagement:
    """One engagement; NotFound for strangers, and for a side that must not know that it was asked."""
    return _found(actor, introductions_seen_by(actor).where(Engagement.id == engagement_id))


def locked_introduction(actor: Actor, engagement_id: str) -> Engagement:
    """The same, held until the transaction ends; the system may hold any."""
    seen = select(Engagement) if actor is SYSTEM else introductions_seen_by(actor)
    return _found(actor, locked(seen.where(Engagement.id == engagement_id)))


def _found(actor: Actor, statement: Select[Engagement]) -> Engagement:
    row = db.session.scalars(statement).one_or_none()
    if row is None or (actor is not SYSTEM and is_hidden_from(actor, row)):
        raise NotFound
    return row


def is_hidden_from(actor: Actor, row: Engagement) -> bool:
    """A request between parties of which one said never to the other: the asked side sees nothing."""
    asking = asker(State(row.state))
    if asking is None or side_of(actor, row) is asking:
        return False
    return blocked(row.owner_organisation_id, row.counterparty_organisation_id)


def introductions_of(actor: Actor) -> list[Engagement]:
    """All that the actor's organisation sees, newest first."""
    rows = db.session.scalars(introductions_seen_by(actor).order_by(Engagement.state_since.desc(), Engagement.id))
    vetoes = vetoes_around(actor.organisation_id or "")
    return [row for row in rows if not (waits_for(actor, row) and _other(actor, row) in vetoes)]


def _other(actor: Actor, row: Engagement) -> str:
    is_owner = actor.acts_for(row.owner_organisation_id)
    return row.counterparty_organisation_id if is_owner else row.owner_organisation_id


def introductions_to_answer(actor: Actor) -> list[Engagement]:
    """Requests of others that wait for the actor's organisation."""
    return [row for row in introductions_of(actor) if waits_for(actor, row)]


def waits_for(actor: Actor, row: Engagement) -> bool:
    """Whether the other side asked and the actor's side has to answer."""
    asking = asker(State(row.state))
    return asking is not None and side_of(actor, row) is asking.other


def locked_engagements_of(mandate_id: str, counterparty_organisation_id: str) -> dict[str, Engagement]:
    """The engagements of a mandate and a counterparty by unheard side, whoever sees them: for services that decide.

    Mostly one, under the empty key.
    """
    statement = select(Engagement).where(
        Engagement.mandate_id == mandate_id,
        Engagement.counterparty_organisation_id == counterparty_organisation_id,
    )
    return {row.unheard_side: row for row in db.session.scalars(locked(statement.order_by(Engagement.id)))}


def open_requests_of(organisation_id: str) -> int:
    """How many requests of an organisation wait for an answer."""
    owner = (Engagement.state == State.INTEREST_A) & (Engagement.owner_organisation_id == organisation_id)
    other = (Engagement.state == State.INTEREST_B) & (Engagement.counterparty_organisation_id == organisation_id)
    return db.session.scalar(select(func.count()).select_from(Engagement).where(owner | other)) or 0


def overdue_requests(moment: datetime, limit: int = 200) -> Sequence[str]:
    """Engagements whose time to answer is over."""
    statement = (
        select(Engagement.id)
        .where(Engagement.state.in_(sorted(PENDING)), Engagement.expires_at <= moment)
        .order_by(Engagement.expires_at)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def moves_of_introduction(engagement_id: str) -> Sequence[EngagementMove]:
    """The ledger of one engagement that the caller has been given."""
    statement = select(EngagementMove).where(EngagementMove.engagement_id == engagement_id)
    return db.session.scalars(statement.order_by(EngagementMove.position)).all()


def next_introduction_position(engagement_id: str) -> int:
    """The place of the next move in the ledger."""
    last = db.session.scalar(
        select(func.max(EngagementMove.position)).where(EngagementMove.engagement_id == engagement_id)
    )
    return (last or 0) + 1


def party_to_tell(engagement_id: str, move: str) -> str | None:
    """Which organisation a move concerns: the asked one of a request, the asking one of its end; None if nobody."""
    row = db.session.get_one(Engagement, engagement_id)
    sides = {Side.OWNER: row.owner_organisation_id, Side.COUNTERPARTY: row.counterparty_organisation_id}
    if row.asked_by is None:
        return None
    asking = Side(row.asked_by)
    if not move.startswith("ask_"):
        return sides[asking]
    hidden = bool(row.unheard_side) or blocked(row.owner_organisation_id, row.counterparty_organisation_id)
    still_open = asker(State(row.state)) is asking
    return sides[asking.other] if still_open and not hidden else None
