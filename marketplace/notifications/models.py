"""What people were told, when they read it and whether the mail went out; and how they wish to be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json
from marketplace.foundation.ids import new_id
from marketplace.notifications.rules import DEFAULT_DIGEST_HOUR, DEFAULT_ZONE, Channel


class Delivery(Base):
    """One message for one person: a kind and plain values, put into words when it is shown.

    `channel` and `mail_after` say what was planned for its mail; no time: it goes as soon as possible.
    """

    __tablename__ = "notifications_delivery"
    __table_args__ = (
        Index("ix_notifications_delivery_person_created", "person_id", "created_at"),
        Index("ix_notifications_delivery_mail_after", "mail_after"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"))
    kind: Mapped[str] = mapped_column(String(80))
    values: Mapped[Json]
    created_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    channel: Mapped[str] = mapped_column(String(10), default=Channel.NOW, server_default=Channel.NOW)
    mail_after: Mapped[datetime | None]


class Setting(Base):
    """How one person wishes to be told; who chose nothing has no row."""

    __tablename__ = "notifications_setting"

    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"), primary_key=True)
    channels: Mapped[Json]
    zone: Mapped[str] = mapped_column(String(60), default=DEFAULT_ZONE)
    digest_hour: Mapped[int] = mapped_column(default=DEFAULT_DIGEST_HOUR)
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
