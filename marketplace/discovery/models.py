"""Tables of this feature: the searches that people keep, and what public documents mean."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.discovery.rules import LONGEST_NAME
from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json
from marketplace.foundation.ids import new_id


class SavedSearch(Base):
    """One search that a person keeps while acting for an organisation; `key` is that of its address."""

    __tablename__ = "discovery_saved_search"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id", "key"),)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"))
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    arguments: Mapped[Json]
    key: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


class DocumentMeaning(Base):
    """What a document of the public index says in one language, as a vector of a model.

    `content` is the hash of the document that was read last, `text_hash` that of the words that were read.
    """

    __tablename__ = "discovery_document_meaning"

    id: Mapped[Id] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(5), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    model: Mapped[str] = mapped_column(String(60))
    content: Mapped[str] = mapped_column(String(64))
    text_hash: Mapped[str] = mapped_column(String(64))
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    read_at: Mapped[datetime] = mapped_column(default=now)
