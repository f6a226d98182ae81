"""What each person follows, up to when it was looked at, and the digests that were written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.alerts.rules.frequency import Frequency
from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id
from marketplace.foundation.ids import new_id


class Source(Base):
    """One search or match list that a person follows while belonging to an organisation, or once declined.

    `mark`: everything before it has been looked at. `known`: what was found before; None: never looked at.
    """

    __tablename__ = "alerts_source"
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id", "kind", "key"),
        Index("ix_alerts_source_due_at", "due_at"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"))
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(40))
    frequency: Mapped[str] = mapped_column(String(10), default=Frequency.OFF)
    paused_at: Mapped[datetime | None]
    mark: Mapped[datetime] = mapped_column(default=now)
    known: Mapped[bytes | None] = mapped_column(LargeBinary)
    partial: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    told: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Digest(Base):
    """What was new for one person at one moment: ids and codes, read again whenever it is shown or mailed."""

    __tablename__ = "alerts_digest"
    __table_args__ = (Index("ix_alerts_digest_person_written", "person_id", "written_at"),)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)
    things: Mapped[int]
    parts: Mapped[list[Any]]
