"""People sign in and out; every session lives in the database and can be ended there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select, update

from marketplace.accounts import policies, queries
from marketplace.accounts.facts import ActingSwitched, SessionsEnded, SignedIn, SignInFailed
from marketplace.accounts.gateway.hashing import hashed, is_outdated, matches
from marketplace.accounts.models import KnownBrowser, Person, PersonSession
from marketplace.accounts.rules import BROWSER_TEXT, ORDINARY, SEEN_EVERY, EndReason, email_key
from marketplace.foundation.actor import Actor, NotFound, Refused, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, locked, transaction
from marketplace.foundation.ids import hash_secret, new_id, new_secret
from marketplace.foundation.journal import record
from marketplace.foundation.limits import hit
from marketplace.foundation.text import nfc


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries to sign in: with what, from where."""

    email: str
    password: str
    network_address: str
    browser: str = ""
    browser_secret: str | None = None


@dataclass(frozen=True, slots=True)
class NewSession:
    """What the browser is given: its session's secret and the one by which it is known again."""

    secret: str
    browser_secret: str
    person_id: str


def sign_in(attempt: Attempt) -> NewSession:
    """A session for the right address and password; Refused `accounts.wrong_sign_in` for everything else.

    Unknown, suspended and wrong take the same time and get the same answer. A browser that signed in before has a
    limit of its own, so that strangers' tries never lock its person out.
    """
    hit("sign_in.address", attempt.network_address)
    person = queries.person_by_email(attempt.email)
    known = queries.knows_browser(person.id if person else None, attempt.browser_secret)
    if known:
        hit("sign_in.browser", hash_secret(attempt.browser_secret or ""))
    else:
        hit("sign_in.account", email_key(attempt.email))
    hit("sign_in.all", "all")  # last: what was stopped above must not use up what everybody shares
    stored = person.password_hash if person else None
    right = matches(stored, attempt.password)
    if person is None or not right or person.suspended_at is not None:
        _note_failure(person)
        raise Refused("accounts.wrong_sign_in")
    fresh = hashed(attempt.password) if is_outdated(person.password_hash) else None
    with transaction() as session:  # the password was right a moment ago; it still is under the lock
        row = session.scalar(locked(select(Person).where(Person.id == person.id, Person.suspended_at.is_(None))))
        if row is None or row.password_hash != stored:
            raise Refused("accounts.wrong_sign_in")
        row.password_hash = fresh or row.password_hash
        known_by = attempt.browser_secret if known else None
        return begin_session(row, attempt.browser, queries.last_acting(row.id), known_by)


def _note_failure(person: Person | None) -> None:
    if person is None:
        return
    with transaction():
        record(SignInFailed(person.id))


def begin_session(
    person: Person, browser: str, acting_for: str | None = None, known_by: str | None = None
) -> NewSession:
    """A fresh session with a fresh secret; inside the caller's transaction."""
    new = NewSession(new_secret(), known_by or new_secret(), person.id)
    moment = now()
    row = PersonSession(
        id=new_id(),
        secret_hash=hash_secret(new.secret),
        person_id=person.id,
        acting_organisation_id=acting_for,
        browser=nfc(browser)[:BROWSER_TEXT],
        created_at=moment,
        last_seen_at=moment,
        expires_at=moment + ORDINARY.absolute,
    )
    db.session.add(row)
    if known_by is None:
        db.session.add(KnownBrowser(secret_hash=hash_secret(new.browser_secret), person_id=person.id))
    record(SignedIn(person.id, row.id, "password"))
    return new


def seen(session_id: str) -> None:
    """Note that a session is in use, at most once a minute."""
    moment = now()
    with transaction() as session:
        session.execute(
            update(PersonSession)
            .where(PersonSession.id == session_id, PersonSession.last_seen_at <= moment - SEEN_EVERY)
            .values(last_seen_at=moment)
        )


def set_acting(person_id: str, session_id: str, organisation_id: str) -> None:
    """Keep for whom a session acts; organisations checks that it may. Inside the caller's transaction."""
    found = select(PersonSession).where(PersonSession.id == session_id, PersonSession.person_id == person_id)
    row = db.session.scalar(locked(found))
    if row is None or row.ended_at is not None:
        raise NotFound
    before, row.acting_organisation_id = row.acting_organisation_id, organisation_id
    record(ActingSwitched(row.id, before, organisation_id))


def sign_out(actor: Actor, session_id: str) -> None:
    """This session ends now."""
    _end_one(actor, session_id, EndReason.SIGNED_OUT)


def end_session(actor: Actor, session_id: str) -> None:
    """One of the own sessions, here or elsewhere, ends now; NotFound for anybody else's."""
    _end_one(actor, session_id, EndReason.ENDED_BY_OWNER)


def _end_one(actor: Actor, session_id: str, reason: EndReason) -> None:
    with transaction():
        row = queries.locked_session(actor, session_id)
        allow(policies.can_end(actor, row))
        _end([row], row.person_id, reason)


def end_replaced(session_id: str) -> None:
    """The session that this browser held before somebody signed in on it again."""
    with transaction() as session:
        row = session.scalar(locked(select(PersonSession).where(PersonSession.id == session_id)))
        if row is not None:
            _end([row], row.person_id, EndReason.SIGNED_OUT)


def end_all(person_id: str, reason: EndReason) -> None:
    """Every session of a person ends; inside the caller's transaction."""
    _end_where(person_id, reason)


def end_sessions_for(person_id: str, organisation_id: str) -> None:
    """Sessions that act for this organisation, or for the only one, end: a role changed."""
    _end_where(person_id, EndReason.ROLE, organisation_id)


def _end_where(person_id: str, reason: EndReason, organisation_id: str | None = None) -> None:
    found = select(PersonSession).where(PersonSession.person_id == person_id, PersonSession.ended_at.is_(None))
    if organisation_id is not None:
        acting = PersonSession.acting_organisation_id
        found = found.where(or_(acting == organisation_id, acting.is_(None)))
    _end(list(db.session.scalars(locked(found.order_by(PersonSession.id)))), person_id, reason)


def _end(rows: list[PersonSession], person_id: str, reason: EndReason) -> None:
    ended = [row for row in rows if row.ended_at is None]
    for row in ended:
        row.ended_at, row.end_reason = now(), reason.value
    if ended:
        record(SessionsEnded(person_id, tuple(row.id for row in ended), reason.value))
