"""What was imported: batches, their rows, and which row of which source a record came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json
from marketplace.foundation.ids import new_id


class ImportBatch(Base):
    """One run of an import; undone as a whole."""

    __tablename__ = "exchange_import_batch"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(80))
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="running")
    counts: Mapped[Json] = mapped_column(default=dict)
    started_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    person_id: Mapped[Id | None]
    report_hash: Mapped[str | None] = mapped_column(String(64))
    taken_back: Mapped[Json] = mapped_column(default=dict, server_default="{}")


class ImportTrial(Base):
    """A file that was uploaded and is tried, and then brought in as it was tried: its hash names the bytes."""

    __tablename__ = "exchange_import_trial"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[Id | None]
    kind: Mapped[str] = mapped_column(String(20))
    choices: Mapped[Json]
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), index=True)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    rows: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[Json] = mapped_column(default=dict)
    problem: Mapped[Json] = mapped_column(default=dict)
    report_hash: Mapped[str | None] = mapped_column(String(64))
    batch_id: Mapped[Id | None] = mapped_column(ForeignKey("exchange_import_batch.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class ImportRow(Base):
    """One row of a batch: what became of it, and which revisions it made live instead of which."""

    __tablename__ = "exchange_import_row"
    __table_args__ = (UniqueConstraint("batch_id", "number"),)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[Id] = mapped_column(ForeignKey("exchange_import_batch.id"))
    number: Mapped[int]
    source_key: Mapped[str] = mapped_column(String(400))
    outcome: Mapped[str] = mapped_column(String(10))
    notes: Mapped[list[Any]] = mapped_column(default=list)
    published: Mapped[list[Any]] = mapped_column(default=list)


class SourceRecord(Base):
    """Which party or product a source's key means: what makes an import repeatable."""

    __tablename__ = "exchange_source_record"
    __table_args__ = (UniqueConstraint("source", "kind", "source_key"),)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    source: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    source_key: Mapped[str] = mapped_column(String(400))
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    subject_id: Mapped[Id | None] = mapped_column(ForeignKey("publishing_subject.id"), index=True)
