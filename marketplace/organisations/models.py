"""Tables of parties, their people, units and groups, invitations, and confidential circles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id
from marketplace.foundation.ids import new_id
from marketplace.foundation.text import Localised


class Group(Base):
    """Organisations under one ultimate control."""

    __tablename__ = "organisations_group"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Organisation(Base):
    """One party, of any kind; what it shows to the world is its profile, elsewhere."""

    __tablename__ = "organisations_organisation"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[Localised]
    folded_name: Mapped[str] = mapped_column(String(400), index=True)
    sort_key: Mapped[str] = mapped_column(String(400))
    country: Mapped[str | None] = mapped_column(String(2))
    enterprise_code: Mapped[str | None] = mapped_column(String(13), unique=True)
    group_id: Mapped[Id | None] = mapped_column(ForeignKey("organisations_group.id"), index=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


class Unit(Base):
    """A part of an organisation, with the powers its members may be given and the provinces it answers for."""

    __tablename__ = "organisations_unit"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    name: Mapped[Localised]
    sort_key: Mapped[str] = mapped_column(String(400))
    provinces: Mapped[list[str]] = mapped_column(default=list)
    powers: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


class Membership(Base):
    """One person in one organisation; the row is deleted when the person leaves."""

    __tablename__ = "organisations_membership"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id"),)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"))
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    unit_id: Mapped[Id | None] = mapped_column(ForeignKey("organisations_unit.id"), index=True)
    powers: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


class Invitation(Base):
    """A place in an organisation offered to an address; `open_key` keeps it to one open offer per address."""

    __tablename__ = "organisations_invitation"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    open_key: Mapped[str | None] = mapped_column(String(300), unique=True)
    role: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    invited_by: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="open")
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class JoinRequest(Base):
    """A person asks an organisation for a place; `open_key` keeps it to one open request."""

    __tablename__ = "organisations_join_request"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    open_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="open")
    created_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[Id | None] = mapped_column(ForeignKey("accounts_person.id"), index=True)


class Audience(Base):
    """Who is inside one confidential matter; its rows and their children carry this id."""

    __tablename__ = "organisations_audience"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(default=now)


class AudienceMember(Base):
    """An organisation inside a circle: one person of it, or all (`who` is the person's id, or `all`)."""

    __tablename__ = "organisations_audience_member"

    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), primary_key=True)
    organisation_id: Mapped[Id] = mapped_column(
        ForeignKey("organisations_organisation.id"), primary_key=True, index=True
    )
    who: Mapped[str] = mapped_column(String(26), primary_key=True)
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(default=now)
