"""The doors to people and their sessions."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select

from marketplace.accounts.models import KnownBrowser, MailedLink, Person, PersonSession
from marketplace.accounts.rules import ORDINARY, email_key
from marketplace.foundation.actor import SYSTEM, Actor, NotFound
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, locked
from marketplace.foundation.ids import hash_secret


def own_account(actor: Actor) -> Person:
    """The signed-in person."""
    found = db.session.get(Person, actor.person_id) if actor.person_id else None
    if found is None:
        raise NotFound
    return found


def locked_person(actor: Actor, person_id: str) -> Person:
    """A person, locked: oneself; for staff and commands anybody."""
    found = db.session.scalar(locked(select(Person).where(Person.id == person_id)))
    if found is None or not (actor is SYSTEM or actor.is_staff or actor.person_id == person_id):
        raise NotFound
    return found


def people_by_id(ids: Iterable[str]) -> dict[str, Person]:
    """Names for ids that the caller was already allowed to know."""
    wanted = set(ids)
    return {row.id: row for row in db.session.scalars(select(Person).where(Person.id.in_(wanted)))} if wanted else {}


def person_by_email(email: str) -> Person | None:
    """Whose address this is; never shown to the person asking."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key(email)))


def live_session(secret: str) -> tuple[PersonSession, Person] | None:
    """The session of a cookie with its person, as long as it lives and the person is not suspended."""
    row = db.session.execute(
        select(PersonSession, Person)
        .join(Person, Person.id == PersonSession.person_id)
        .where(PersonSession.secret_hash == hash_secret(secret), PersonSession.ended_at.is_(None))
    ).first()
    if row is None or row[1].suspended_at is not None:
        return None
    found, person = row
    return None if ORDINARY.is_over(found.created_at, found.last_seen_at, now()) else (found, person)


def last_person_of(secret: str) -> str | None:
    """Whose session a cookie belongs to, also one that is over; None for a cookie that is not ours."""
    return db.session.scalar(select(PersonSession.person_id).where(PersonSession.secret_hash == hash_secret(secret)))


def sessions_of(actor: Actor) -> list[PersonSession]:
    """Where the person is signed in now, last seen first."""
    moment = now()
    statement = (
        select(PersonSession)
        .where(
            PersonSession.person_id == actor.person_id,
            PersonSession.ended_at.is_(None),
            PersonSession.last_seen_at > moment - ORDINARY.idle,
            PersonSession.created_at > moment - ORDINARY.absolute,
        )
        .order_by(PersonSession.last_seen_at.desc(), PersonSession.id)
    )
    return list(db.session.scalars(statement))


def locked_session(actor: Actor, session_id: str) -> PersonSession:
    """One of the person's own sessions, locked; NotFound for any other."""
    found = db.session.scalar(
        locked(select(PersonSession).where(PersonSession.id == session_id, PersonSession.person_id == actor.person_id))
    )
    if found is None:
        raise NotFound
    return found


def last_acting(person_id: str) -> str | None:
    """The organisation that the person acted for most recently; whether it still may is checked at every request."""
    return db.session.scalar(
        select(PersonSession.acting_organisation_id)
        .where(PersonSession.person_id == person_id, PersonSession.acting_organisation_id.is_not(None))
        .order_by(PersonSession.last_seen_at.desc())
        .limit(1)
    )


def open_link(secret: str, purpose: str) -> MailedLink | None:
    """The link behind a secret, if it can still be used."""
    return db.session.scalar(_open_link(secret, purpose))


def locked_link(secret: str, purpose: str) -> MailedLink | None:
    """The same, locked: it is used once."""
    return db.session.scalar(locked(_open_link(secret, purpose)))


def _open_link(secret: str, purpose: str) -> Select[MailedLink]:
    return select(MailedLink).where(
        MailedLink.secret_hash == hash_secret(secret),
        MailedLink.purpose == purpose,
        MailedLink.used_at.is_(None),
        MailedLink.ended_at.is_(None),
        MailedLink.expires_at > now(),
    )


def knows_browser(person_id: str | None, secret: str | None) -> bool:
    """Whether this person signed in from this browser before."""
    if not secret:
        return False
    found = db.session.get(KnownBrowser, hash_secret(secret))
    return found is not None and found.person_id == person_id
