"""What is live of each mandate, as rows: lists and matching read these. Live is not public."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, Id
from marketplace.foundation.text import Localised


class MandateRow(Base):
    """One mandate as it last went live. Its id is that of its subject; amounts are in minor units."""

    __tablename__ = "mandates_mandate"

    id: Mapped[Id] = mapped_column(ForeignKey("publishing_subject.id"), primary_key=True)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("publishing_revision.id"), index=True)
    live: Mapped[bool]
    published_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20), index=True)
    visibility: Mapped[str] = mapped_column(String(10))
    title: Mapped[Localised]
    folded_title: Mapped[str] = mapped_column(String(400))
    sort_key: Mapped[str] = mapped_column(String(400), index=True)
    ticket_minimum: Mapped[int | None] = mapped_column(BigInteger)
    ticket_maximum: Mapped[int | None] = mapped_column(BigInteger)
    amount_sought: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))


class MandateCode(Base):
    """One code of one criterion, with the class that the owner chose for the criterion."""

    __tablename__ = "mandates_code"

    mandate_id: Mapped[Id] = mapped_column(ForeignKey("mandates_mandate.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(30), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    privacy: Mapped[str] = mapped_column(String(10))
