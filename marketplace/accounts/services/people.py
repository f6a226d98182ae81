"""People get their accounts, change their details, and are suspended and reinstated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from marketplace.accounts import policies, queries
from marketplace.accounts.facts import DetailsChanged, PersonRegistered, PersonReinstated, PersonSuspended
from marketplace.accounts.gateway.hashing import hashed
from marketplace.accounts.models import KnownBrowser, MailedLink, Person, PersonSession
from marketplace.accounts.rules import EndReason, Purpose, email_key
from marketplace.accounts.services.links import end_links
from marketplace.accounts.services.passwords import check_password
from marketplace.accounts.services.sessions import NewSession, begin_session, end_all
from marketplace.foundation.actor import Actor, Refused, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.text import nfc
from marketplace.foundation.upsert import insert_new
from marketplace.foundation.versions import expect, touch


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What a person gives to have an account."""

    email: str
    name: str
    language: str
    password: str


def finish_sign_up(secret: str, name: str, password: str, browser: str) -> NewSession:
    """Whoever reads the mail names itself and chooses a password: a verified account, signed in."""
    link = queries.open_link(secret, Purpose.SIGN_UP)
    if link is None:
        raise Refused("accounts.link_over")
    new = NewPerson(link.email, name, link.language, password)
    check_password(password, name, link.email)
    stored = hashed(password)
    with transaction():
        found = queries.locked_link(secret, Purpose.SIGN_UP)
        if found is None:
            raise Refused("accounts.link_over")
        found.used_at = now()
        db.session.flush()
        return begin_session(_insert(new, stored), browser)


def register(actor: Actor, new: NewPerson) -> Person:
    """An operator's command gives somebody a verified account. Raises Refused `accounts.address_taken`."""
    allow(policies.can_register(actor))
    check_password(new.password, new.name, new.email)
    stored = hashed(new.password)
    with transaction():
        return _insert(new, stored)


def _insert(new: NewPerson, stored: str) -> Person:
    values = {
        "id": new_id(),
        "email": nfc(new.email),
        "email_key": email_key(new.email),
        "name": nfc(new.name),
        "language": new.language,
        "password_hash": stored,
        "verified_at": now(),
        "created_at": now(),
        "version": 1,
    }
    if not insert_new(db.session(), Person, values):
        raise Refused("accounts.address_taken")
    end_links(email_key(new.email))
    record(PersonRegistered(str(values["id"])))
    return db.session.get_one(Person, values["id"])


def change_details(actor: Actor, name: str, language: str, version: int | None) -> None:
    """A person changes the own name or language."""
    with transaction():
        row = queries.locked_person(actor, str(actor.person_id))
        allow(policies.is_own(actor, row))
        expect(row, version)
        row.name, row.language = nfc(name), language
        touch(row)
        record(DetailsChanged(row.id))


def suspend(actor: Actor, person_id: str) -> None:
    """A person may not sign in any more; every session ends."""
    with transaction():
        row = queries.locked_person(actor, person_id)
        allow(policies.can_suspend(actor, row))
        if row.suspended_at is not None:
            return
        row.suspended_at = now()
        touch(row)
        end_links(row.email_key)
        end_all(row.id, EndReason.SUSPENDED)
        record(PersonSuspended(row.id))


def reinstate(actor: Actor, person_id: str) -> None:
    """A suspended person may sign in again."""
    with transaction():
        row = queries.locked_person(actor, person_id)
        allow(policies.can_suspend(actor, row))
        if row.suspended_at is None:
            return
        row.suspended_at = None
        touch(row)
        record(PersonReinstated(row.id))


def forget_old() -> None:
    """Delete what nobody needs any more: links after a week, sessions after ninety days, browsers after a year."""
    with transaction() as session:
        moment = now()
        session.execute(delete(MailedLink).where(MailedLink.created_at < moment - timedelta(days=7)))
        session.execute(delete(PersonSession).where(PersonSession.created_at < moment - timedelta(days=90)))
        session.execute(delete(KnownBrowser).where(KnownBrowser.created_at < moment - timedelta(days=365)))
