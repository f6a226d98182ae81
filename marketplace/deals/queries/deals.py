"""Deals as parties and officers may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Select, func, or_, select

from marketplace.deals.models import Deal, DealMove, DealParty, Evidence, PartyConfirmation
from marketplace.deals.policies import is_officer
from marketplace.deals.rules.stages import SEEN_BY_OFFICERS, STAGES_OF_TIER, Tier
from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import db, locked
from marketplace.organisations.queries import audiences_of

Child = TypeVar("Child", Evidence, PartyConfirmation)


@dataclass(frozen=True, slots=True)
class DealFile:
    """A deal with what belongs to it, as one page or one decision needs it."""

    deal: Deal
    parties: tuple[DealParty, ...]
    evidence: tuple[Evidence, ...]
    answers: tuple[PartyConfirmation, ...]
    moves: tuple[DealMove, ...] = field(default=())


def files_of(rows: Sequence[Deal]) -> list[DealFile]:
    """What belongs to many deals, with three statements whatever their number."""
    ids = [row.id for row in rows]
    parties = parties_by_deal(ids)
    evidence = _grouped(
        select(Evidence).where(Evidence.deal_id.in_(ids), Evidence.withdrawn_at.is_(None)).order_by(Evidence.filed_at)
    )
    answers = _grouped(
        select(PartyConfirmation).where(PartyConfirmation.deal_id.in_(ids)).order_by(PartyConfirmation.number)
    )
    return [
        DealFile(
            row,
            tuple(parties.get(row.id, ())),
            tuple(evidence.get(row.id, ())),
            tuple(answers.get(row.id, ())),
        )
        for row in rows
    ]


def _grouped(statement: Select[Child]) -> dict[str, list[Child]]:
    found: dict[str, list[Child]] = {}
    for child in db.session.scalars(statement):
        found.setdefault(child.deal_id, []).append(child)
    return found


def deals_seen_by(actor: Actor) -> Select[Deal]:
    """Deals whose circle the actor is in; officers also see what was submitted for verification."""
    inside = Deal.audience_id.in_(audiences_of(actor))
    if is_officer(actor):
        return select(Deal).where(or_(inside, Deal.stage.in_(sorted(SEEN_BY_OFFICERS))))
    return select(Deal).where(inside)


def deal(actor: Actor, deal_id: str) -> Deal:
    """One deal; NotFound for strangers."""
    return _one(deals_seen_by(actor).where(Deal.id == deal_id))


def locked_deal(actor: Actor, deal_id: str) -> Deal:
    """One deal, held until the transaction ends; NotFound for strangers."""
    return _one(locked(deals_seen_by(actor).where(Deal.id == deal_id)))


def _one(statement: Select[Deal]) -> Deal:
    row = db.session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound
    return row


def file_of(row: Deal) -> DealFile:
    """All that belongs to a deal that the caller has been given."""
    return DealFile(row, parties_of(row.id), evidence_of(row.id), answers_of(row.id), moves_of(row.id))


def parties_of(deal_id: str) -> tuple[DealParty, ...]:
    """The parties, in the order in which they were recorded."""
    statement = select(DealParty).where(DealParty.deal_id == deal_id).order_by(DealParty.position)
    return tuple(db.session.scalars(statement))


def parties_by_deal(deal_ids: Iterable[str]) -> dict[str, list[DealParty]]:
    """The parties of many deals with one statement."""
    found: dict[str, list[DealParty]] = {}
    statement = select(DealParty).where(DealParty.deal_id.in_(list(deal_ids))).order_by(DealParty.position)
    for party in db.session.scalars(statement):
        found.setdefault(party.deal_id, []).append(party)
    return found


def evidence_of(deal_id: str) -> tuple[Evidence, ...]:
    """Documents that are filed now."""
    statement = select(Evidence).where(Evidence.deal_id == deal_id, Evidence.withdrawn_at.is_(None))
    return tuple(db.session.scalars(statement.order_by(Evidence.filed_at, Evidence.id)))


def answers_of(deal_id: str) -> tuple[PartyConfirmation, ...]:
    """Every yes and no of the parties, oldest first."""
    statement = select(PartyConfirmation).where(PartyConfirmation.deal_id == deal_id)
    return tuple(db.session.scalars(statement.order_by(PartyConfirmation.number, PartyConfirmation.id)))


def moves_of(deal_id: str) -> tuple[DealMove, ...]:
    """The ledger of one deal, oldest first."""
    statement = select(DealMove).where(DealMove.deal_id == deal_id).order_by(DealMove.position)
    return tuple(db.session.scalars(statement))


def next_deal_position(deal_id: str) -> int:
    """The place of the next move in the ledger."""
    return (db.session.scalar(select(func.max(DealMove.position)).where(DealMove.deal_id == deal_id)) or 0) + 1


def deals_of(actor: Actor, tier: Tier | None = None) -> Sequence[Deal]:
    """What the actor's organisation has in the book, newest change first."""
    statement = select(Deal).where(Deal.audience_id.in_(audiences_of(actor)))
    if tier is not None:
        statement = statement.where(Deal.stage.in_(sorted(STAGES_OF_TIER.get(tier, ()))))
    return db.session.scalars(statement.order_by(Deal.stage_since.desc(), Deal.id)).all()


def deals_of_engagement(engagement_id: str) -> Sequence[Deal]:
    """Deals recorded from one introduction that the caller has been given."""
    return db.session.scalars(select(Deal).where(Deal.engagement_id == engagement_id).order_by(Deal.id)).all()
