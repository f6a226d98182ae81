"""Facts: what happened, kept in the same transaction as the change; audit trail and outbox in one."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, Protocol

import structlog
from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.actor import current_actor
from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json, db, in_transaction
from marketplace.foundation.ids import new_id


class FactValues(Protocol):
    """A frozen dataclass of ids, codes and amounts with a stable past-tense name."""

    NAME: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


class Fact(Base):
    """One thing that happened. Never changed, never deleted."""

    __tablename__ = "fact"
    __table_args__ = ({"info": {"append_only": True}},)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(80), index=True)
    values: Mapped[Json]
    person_id: Mapped[Id | None]
    organisation_id: Mapped[Id | None] = mapped_column(index=True)
    request_id: Mapped[str | None] = mapped_column(String(64))
    happened_at: Mapped[datetime] = mapped_column(default=now)


class FactOutbox(Base):
    """A fact that the relay has not yet seen; its row goes when the fact's jobs are made."""

    __tablename__ = "fact_outbox"

    fact_id: Mapped[Id] = mapped_column(ForeignKey("fact.id"), primary_key=True)


class FactSeal(Base):
    """A fact's place in the hash chain, given by the relay in the order in which it first saw it."""

    __tablename__ = "fact_seal"
    __table_args__ = (Index("ix_fact_seal_hash", "hash", unique=True), {"info": {"append_only": True}})

    position: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    fact_id: Mapped[Id] = mapped_column(ForeignKey("fact.id"), unique=True)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


def record(fact: FactValues) -> str:
    """Keep a fact beside the change that it tells of; gives its id."""
    if not in_transaction():
        raise RuntimeError(f"{fact.NAME} was recorded outside transaction()")
    actor = current_actor()
    row = Fact(
        id=new_id(),
        name=fact.NAME,
        values=_plain(fact),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        request_id=structlog.contextvars.get_contextvars().get("request_id"),
        happened_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(FactOutbox(fact_id=row.id))
    db.session.info["recorded"] = True
    return row.id


def _plain(fact: FactValues) -> Json:
    return {f.name: _as_json(getattr(fact, f.name)) for f in dataclasses.fields(fact)}


def _as_json(value: object) -> object:
    match value:
        case Enum():
            return _as_json(value.value)
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case tuple() | list() | set() | frozenset():
            return [_as_json(item) for item in value]
        case None | bool() | int() | str():
            return value
        case _:
            raise TypeError(f"{type(value).__name__} is not a plain value for a fact")


def canonical(fact: Fact) -> str:
    """The text that is sealed: the same on both databases, whatever order JSON came back in."""
    return json.dumps(
        [
            fact.id,
            fact.name,
            fact.values,
            fact.person_id,
            fact.organisation_id,
            fact.request_id,
            fact.happened_at.isoformat(timespec="microseconds"),
        ],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
