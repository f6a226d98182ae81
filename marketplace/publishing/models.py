"""Subjects, their revisions, and the ledger of what was decided about each revision."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json
from marketplace.foundation.ids import new_id
from marketplace.publishing.rules import REVISION_MACHINE, RevisionState, SubjectState


def _one_per_subject(state: RevisionState) -> Index:
    """At most one revision of a subject is in this state: both databases refuse a second."""
    only = text(f"state = '{state}'")
    return Index(f"uq_publishing_revision_{state}", "subject_id", unique=True, sqlite_where=only, postgresql_where=only)


class Subject(Base):
    """A thing that has revisions; its two pointers repeat what the revisions' states say."""

    __tablename__ = "publishing_subject"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    # No foreign keys: revisions refer to their subject, and two tables that refer to each other can be neither
    # created nor emptied in order. The partial unique indexes below keep the pointers honest.
    live_revision_id: Mapped[Id | None]
    draft_revision_id: Mapped[Id | None]
    state: Mapped[str] = mapped_column(String(20), default=SubjectState.UNPUBLISHED)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Revision(Base):
    """One text of a subject, as it was written; only its state ever changes."""

    __tablename__ = "publishing_revision"
    __table_args__ = (
        UniqueConstraint("subject_id", "number"),
        _one_per_subject(RevisionState.DRAFT),
        _one_per_subject(RevisionState.LIVE),
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    subject_id: Mapped[Id] = mapped_column(ForeignKey("publishing_subject.id"))
    number: Mapped[int]
    schema_version: Mapped[int]
    content: Mapped[Json]
    content_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20), default=RevisionState.DRAFT)
    person_id: Mapped[Id | None]
    organisation_id: Mapped[Id | None]
    source: Mapped[str] = mapped_column(String(20))
    batch_id: Mapped[Id | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class RevisionMoved(Base):
    """One decision about one revision; the revision's state is that of its last move."""

    __tablename__ = "publishing_revision_move"
    __table_args__ = (
        ForeignKeyConstraint(
            ["machine", "from_state", "move", "to_state"],
            ["move_rule.machine", "move_rule.from_state", "move_rule.move", "move_rule.to_state"],
        ),
        {"info": {"append_only": True}},
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("publishing_revision.id"), index=True)
    subject_id: Mapped[Id] = mapped_column(ForeignKey("publishing_subject.id"), index=True)
    machine: Mapped[str] = mapped_column(String(40), default=REVISION_MACHINE)
    from_state: Mapped[str] = mapped_column(String(40))
    move: Mapped[str] = mapped_column(String(40))
    to_state: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[Id | None]
    organisation_id: Mapped[Id | None]
    batch_id: Mapped[Id | None] = mapped_column(index=True)
    moved_at: Mapped[datetime] = mapped_column(default=now)
