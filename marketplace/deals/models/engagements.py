"""Tables of engagements: one mandate, one counterparty, each side's consent, and the ledger of moves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.deals.rules.engagement import MACHINE, State
from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id
from marketplace.foundation.ids import new_id


class Engagement(Base):
    """One mandate and one counterparty on their way from a first request to a deal."""

    __tablename__ = "deals_engagement"
    __table_args__ = (
        UniqueConstraint("mandate_id", "counterparty_organisation_id", "unheard_side", name="uq_deals_engagement_pair"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    mandate_id: Mapped[Id] = mapped_column(ForeignKey("publishing_subject.id"))
    owner_organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    counterparty_organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    # Who sees it: at first the asking side, and the other side unless one of them said never to the other.
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=State.SUGGESTED, index=True)
    round: Mapped[int] = mapped_column(default=1)
    # Empty, or the side whose request waits here by itself, because the other's waits and one said never.
    unheard_side: Mapped[str] = mapped_column(String(20), default="")
    asked_by: Mapped[str | None] = mapped_column(String(20))
    asked_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    state_since: Mapped[datetime] = mapped_column(default=now)
    conversation_id: Mapped[Id | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


class EngagementMove(Base):
    """One move of one engagement; its state is that of the last move."""

    __tablename__ = "deals_engagement_move"
    __table_args__ = (
        UniqueConstraint("engagement_id", "position"),
        ForeignKeyConstraint(
            ["machine", "from_state", "move", "to_state"],
            ["move_rule.machine", "move_rule.from_state", "move_rule.move", "move_rule.to_state"],
        ),
        {"info": {"append_only": True}},
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    engagement_id: Mapped[Id] = mapped_column(ForeignKey("deals_engagement.id"))
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    position: Mapped[int]
    machine: Mapped[str] = mapped_column(String(40), default=MACHINE)
    from_state: Mapped[str] = mapped_column(String(40))
    move: Mapped[str] = mapped_column(String(40))
    to_state: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[Id | None]
    organisation_id: Mapped[Id | None]
    moved_at: Mapped[datetime] = mapped_column(default=now)


class IntroConsent(Base):
    """One side's yes to being introduced, in one round of asking."""

    __tablename__ = "deals_intro_consent"
    __table_args__ = ({"info": {"append_only": True}},)

    engagement_id: Mapped[Id] = mapped_column(ForeignKey("deals_engagement.id"), primary_key=True)
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    side: Mapped[str] = mapped_column(String(20), primary_key=True)
    person_id: Mapped[Id]
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    given_at: Mapped[datetime] = mapped_column(default=now)
