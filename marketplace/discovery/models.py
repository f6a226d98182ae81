"""Tables of this feature: the searches that people keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
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
