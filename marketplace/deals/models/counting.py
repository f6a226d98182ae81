"""Tables of the count: every decision of the rule for ever, and the places that are filled now."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json
from marketplace.foundation.ids import new_id


class CountDecision(Base):
    """One answer of the count rule with all that it looked at; a correction is a new row that names the old."""

    __tablename__ = "deals_count_decision"
    __table_args__ = (UniqueConstraint("deal_id", "position"), {"info": {"append_only": True}})

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals_deal.id"))
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    position: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(20))
    rule_version: Mapped[str] = mapped_column(String(20))
    parameters_version: Mapped[str] = mapped_column(String(20))
    conditions: Mapped[list[Any]]
    inputs: Mapped[Json]
    # Dollars for one whole unit of the currency, and the exact unrounded value, both as decimal text.
    rate: Mapped[str | None] = mapped_column(String(60))
    rate_on: Mapped[date | None]
    rate_source: Mapped[str | None] = mapped_column(String(80))
    usd: Mapped[str | None] = mapped_column(String(120))
    reason: Mapped[str | None] = mapped_column(String(500))
    proposal_id: Mapped[Id | None] = mapped_column(ForeignKey("deals_proposal.id"), index=True)
    supersedes_id: Mapped[Id | None] = mapped_column(ForeignKey("deals_count_decision.id"), unique=True)
    decided_at: Mapped[datetime] = mapped_column(default=now)


class CountedPlace(Base):
    """A filled place; the identity (groups of both sides, type, signing date) keeps one deal from filling two."""

    __tablename__ = "deals_counted_place"

    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals_deal.id"), primary_key=True)
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    identity: Mapped[str] = mapped_column(String(64), unique=True)
    decision_id: Mapped[Id] = mapped_column(ForeignKey("deals_count_decision.id"), index=True)
    filled_at: Mapped[datetime] = mapped_column(default=now)
