"""The versions of the weights that the ministry has put in force, one row each, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json
from marketplace.foundation.ids import new_id


class WeightsVersion(Base):
    """One version: what it changes of a shipped one, what comes out, why and by whom; the highest number holds.

    `shipped` is the version of the file that the changes are meant for, `based_on` the one that held before.
    """

    __tablename__ = "matching_weights"
    __table_args__ = ({"info": {"append_only": True}},)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(unique=True)
    based_on: Mapped[int]
    shipped: Mapped[int]
    changes: Mapped[Json]
    roles: Mapped[Json]
    policies: Mapped[Json]
    provenance: Mapped[Json]
    reason: Mapped[str]
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
