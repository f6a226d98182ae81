"""Tables of deals: terms, parties as at signing, the ledger of moves, evidence and confirmations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.deals.rules.stages import MACHINE, Stage
from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id
from marketplace.foundation.ids import new_id


class Deal(Base):
    """One deal with its terms as they stand; amounts in minor units of the currency."""

    __tablename__ = "deals_deal"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    engagement_id: Mapped[Id | None] = mapped_column(ForeignKey("deals_engagement.id"), index=True)
    origin: Mapped[str] = mapped_column(String(10))
    recorded_by_person_id: Mapped[Id]
    recorded_by_unit_id: Mapped[Id | None]
    recorded_by_organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    type: Mapped[str] = mapped_column(String(30))
    direction: Mapped[str] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    agreed_minor: Mapped[int | None] = mapped_column(BigInteger)
    stake_basis_points: Mapped[int | None]
    signed_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    completion_event: Mapped[str | None] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(20), default=Stage.NEW, index=True)
    stage_since: Mapped[datetime] = mapped_column(default=now)
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


class DealParty(Base):
    """One party as it stood at signing; without an organisation where the party has no account here."""

    __tablename__ = "deals_party"
    __table_args__ = (UniqueConstraint("deal_id", "position"),)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals_deal.id"))
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    position: Mapped[int]
    organisation_id: Mapped[Id | None] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    group_key: Mapped[str] = mapped_column(String(240))
    country: Mapped[str | None] = mapped_column(String(2))
    ownership: Mapped[str | None] = mapped_column(String(20))
    control_country: Mapped[str | None] = mapped_column(String(2))
    is_dte: Mapped[bool] = mapped_column(default=False)


class DealMove(Base):
    """One move of one deal; its stage is that of the last move."""

    __tablename__ = "deals_deal_move"
    __table_args__ = (
        UniqueConstraint("deal_id", "position"),
        ForeignKeyConstraint(
            ["machine", "from_state", "move", "to_state"],
            ["move_rule.machine", "move_rule.from_state", "move_rule.move", "move_rule.to_state"],
        ),
        {"info": {"append_only": True}},
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals_deal.id"))
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    position: Mapped[int]
    machine: Mapped[str] = mapped_column(String(40), default=MACHINE)
    from_state: Mapped[str] = mapped_column(String(40))
    move: Mapped[str] = mapped_column(String(40))
    to_state: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[Id | None]
    organisation_id: Mapped[Id | None]
    unit_id: Mapped[Id | None]
    moved_at: Mapped[datetime] = mapped_column(default=now)


class Evidence(Base):
    """One document filed for a deal; its hash is fixed when it is filed."""

    __tablename__ = "deals_evidence"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals_deal.id"), index=True)
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    file_id: Mapped[Id] = mapped_column(ForeignKey("files_stored.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[Id]
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    filed_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]


class PartyConfirmation(Base):
    """A party's yes or no to the terms with this hash; changed terms ask again."""

    __tablename__ = "deals_party_confirmation"
    __table_args__ = (UniqueConstraint("party_id", "terms_hash", "number"), {"info": {"append_only": True}})

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    deal_id: Mapped[Id] = mapped_column(ForeignKey("deals_deal.id"), index=True)
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    party_id: Mapped[Id] = mapped_column(ForeignKey("deals_party.id"))
    terms_hash: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    agrees: Mapped[bool]
    person_id: Mapped[Id]
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    answered_at: Mapped[datetime] = mapped_column(default=now)
