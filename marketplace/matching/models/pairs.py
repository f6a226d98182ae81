"""What organisations say about each other, answer after answer, and how far each pair has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id
from marketplace.foundation.ids import new_id


class Preference(Base):
    """One answer of an organisation about another; the one with the highest number holds.

    `months` goes with "later": when to be asked again.
    """

    __tablename__ = "matching_preference"
    __table_args__ = (
        UniqueConstraint("organisation_id", "about_organisation_id", "number"),
        CheckConstraint("organisation_id <> about_organisation_id", name="about_another"),
        {"info": {"append_only": True}},
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"))
    about_organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    number: Mapped[int]
    answer: Mapped[str] = mapped_column(String(10))
    months: Mapped[int | None]
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    answered_at: Mapped[datetime] = mapped_column(default=now)


class PairOutcome(Base):
    """How far two organisations have come over one mandate, step after step; the highest number holds.

    The audience is who may know: of a request to a party that said "never", the asking side alone.
    """

    __tablename__ = "matching_pair_outcome"
    __table_args__ = (UniqueConstraint("introduction_id", "number"), {"info": {"append_only": True}})

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    introduction_id: Mapped[Id]
    number: Mapped[int]
    mandate_id: Mapped[Id] = mapped_column(ForeignKey("publishing_subject.id"), index=True)
    owner_organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    counterparty_organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(12))
    happened_at: Mapped[datetime] = mapped_column(default=now)
