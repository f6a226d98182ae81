"""What people were told, when they read it and whether the mail went out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json
from marketplace.foundation.ids import new_id


class Delivery(Base):
    """One message for one person: a kind and plain values, put into words when it is shown."""

    __tablename__ = "notifications_delivery"
    __table_args__ = (Index("ix_notifications_delivery_person_created", "person_id", "created_at"),)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"))
    kind: Mapped[str] = mapped_column(String(80))
    values: Mapped[Json]
    created_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
