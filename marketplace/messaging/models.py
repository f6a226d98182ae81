"""Tables of conversations: each message has its place in the order, and how far each person has read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id
from marketplace.foundation.ids import new_id


class Conversation(Base):
    """What the parties inside one audience write about one matter, which the feature above knows by kind and id."""

    __tablename__ = "messaging_conversation"
    __table_args__ = (UniqueConstraint("audience_id", "about_kind", "about_id"),)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    about_kind: Mapped[str] = mapped_column(String(20))
    about_id: Mapped[Id]
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"))
    last_sequence: Mapped[int] = mapped_column(default=0)
    active_at: Mapped[datetime] = mapped_column(default=now, index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


class Message(Base):
    """One message. Never changed, never deleted; `sequence` counts from 1 in its conversation, without gaps."""

    __tablename__ = "messaging_message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "sequence"),
        CheckConstraint("sequence > 0", name="sequence_positive"),
        {"info": {"append_only": True}},
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[Id] = mapped_column(ForeignKey("messaging_conversation.id"))
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    sequence: Mapped[int]
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    posted_at: Mapped[datetime] = mapped_column(default=now)


class ReadMark(Base):
    """How far one person has read a conversation for an organisation, and what the person was told by mail."""

    __tablename__ = "messaging_read_mark"

    conversation_id: Mapped[Id] = mapped_column(ForeignKey("messaging_conversation.id"), primary_key=True)
    organisation_id: Mapped[Id] = mapped_column(
        ForeignKey("organisations_organisation.id"), primary_key=True, index=True
    )
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"), primary_key=True, index=True)
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    read_up_to: Mapped[int] = mapped_column(default=0)
    told_up_to: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime | None]
