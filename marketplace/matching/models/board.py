"""The board: the first places of every reader's lists, computed beside the pages, and how far computing is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json
from marketplace.foundation.ids import new_id


class BoardList(Base):
    """One list of one reader: that reader's private data, for the reader's own seat is complete.

    `places` holds profile, mandate or "", and score in millionths of log-odds, best first, and `whole` whether these
    are all; `holders` by profile when it came into the first places and, where it left them since, when. `hidden` names
    whom the reader's answers and outcomes kept out.
    """

    __tablename__ = "matching_board_list"
    __table_args__ = (UniqueConstraint("organisation_id", "view_key"),)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"))
    view_key: Mapped[str] = mapped_column(String(60))
    places: Mapped[list[Any]]
    whole: Mapped[bool]
    holders: Mapped[Json]
    hidden: Mapped[str] = mapped_column(String(32))
    weights: Mapped[int]
    computed_at: Mapped[datetime] = mapped_column(default=now)


class BoardParty(Base):
    """Which state of a party the lists were last computed with, and in which round."""

    __tablename__ = "matching_board_party"

    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(32))
    round: Mapped[int] = mapped_column(index=True)


class BoardRound(Base):
    """The one row that says which round is under way, what it is for, how far it is and who is at it.

    `stamp` names the state of everything that the round began with, `basis` what all scores share; `settled` is the
    stamp of the last round that came to its end.
    """

    __tablename__ = "matching_board_round"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    phase: Mapped[str] = mapped_column(String(10))
    stamp: Mapped[str] = mapped_column(String(32), default="")
    settled: Mapped[str] = mapped_column(String(32), default="")
    basis: Mapped[str] = mapped_column(String(32), default="")
    cursor: Mapped[str] = mapped_column(String(120), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    lease_owner: Mapped[str | None] = mapped_column(String(26))
    lease_until: Mapped[datetime | None]
