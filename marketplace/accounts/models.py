"""Tables of people, the places where they are signed in, and the links mailed to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id
from marketplace.foundation.ids import new_id


class Person(Base):
    """One human being with one verified address; what a person may do comes from memberships."""

    __tablename__ = "accounts_person"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="vi")
    password_hash: Mapped[str] = mapped_column(String(200))
    verified_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


class PersonSession(Base):
    """One place where a person is signed in; only the hash of its cookie is kept."""

    __tablename__ = "accounts_session"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    # Organisations stand above accounts, so this is an id without a foreign key, checked on every request.
    acting_organisation_id: Mapped[Id | None]
    strength: Mapped[str] = mapped_column(String(16), default="password")
    authenticated_with: Mapped[str] = mapped_column(String(40), default="password")
    browser: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(20))


class MailedLink(Base):
    """A link that proves who reads an address: single use, short-lived, kept as a hash.

    A row is written for every address that somebody types, known or not, so that asking reveals nothing.
    """

    __tablename__ = "accounts_mailed_link"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(2))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class KnownBrowser(Base):
    """A browser that once signed in: it keeps its own count of wrong tries, so nobody can lock its person out."""

    __tablename__ = "accounts_known_browser"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
