"""Tables of the officers' work: a proposal by one, its decision by another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json
from marketplace.foundation.ids import new_id


class Proposal(Base):
    """What one officer proposes about one deal; `live` is true until decided, then empty, so one lives at a time."""

    __tablename__ = "deals_proposal"
    __table_args__ = (UniqueConstraint("deal_id", "live"),)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals_deal.id"))
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[Json] = mapped_column(default=dict)
    content_hash: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[Id]
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    unit_id: Mapped[Id] = mapped_column(ForeignKey("organisations_unit.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    live: Mapped[bool | None] = mapped_column(default=True)


class ProposalDecision(Base):
    """The one decision on a proposal."""

    __tablename__ = "deals_proposal_decision"
    __table_args__ = ({"info": {"append_only": True}},)

    proposal_id: Mapped[Id] = mapped_column(ForeignKey("deals_proposal.id"), primary_key=True)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals_deal.id"), index=True)
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[Id]
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    unit_id: Mapped[Id] = mapped_column(ForeignKey("organisations_unit.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(default=now)
