"""Passwords are checked, changed and reset."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.accounts import queries
from marketplace.accounts.facts import PasswordChanged
from marketplace.accounts.gateway.guessing import is_predictable
from marketplace.accounts.gateway.hashing import hashed, matches
from marketplace.accounts.models import Person
from marketplace.accounts.rules import (
    EndReason,
    PasswordFault,
    Purpose,
    is_made_of,
    own_words,
    password_length_fault,
)
from marketplace.accounts.services.links import end_links
from marketplace.accounts.services.sessions import NewSession, begin_session, end_all
from marketplace.foundation.actor import Actor, Refused
from marketplace.foundation.clock import now
from marketplace.foundation.database import locked, transaction
from marketplace.foundation.journal import record
from marketplace.foundation.limits import hit
from marketplace.foundation.versions import touch


def password_fault(password: str, *about: str) -> PasswordFault | None:
    """Why a password is not accepted; `about` are the person's and its organisations' names and address."""
    fault = password_length_fault(password)
    if fault is not None:
        return fault
    words = own_words(*about)
    if is_made_of(password, words):
        return PasswordFault.OWN_WORDS
    return PasswordFault.PREDICTABLE if is_predictable(password, words) else None


def check_password(password: str, *about: str) -> None:
    """Raises Refused `accounts.password_<fault>`."""
    fault = password_fault(password, *about)
    if fault is not None:
        raise Refused(f"accounts.password_{fault.value}")


def change_password(actor: Actor, old: str, new: str, browser: str) -> NewSession:
    """The owner changes the password: every session ends, this browser gets a new one."""
    person = queries.own_account(actor)
    hit("sign_in.account", person.email_key)
    before = person.password_hash
    if not matches(before, old):
        raise Refused("accounts.wrong_password")
    check_password(new, person.name, person.email)
    stored = hashed(new)
    with transaction():
        row = queries.locked_person(actor, person.id)
        if row.password_hash != before:
            raise Refused("accounts.wrong_password")
        _set(row, stored, "owner")
        return begin_session(row, browser, queries.last_acting(row.id))


def reset_password(secret: str, new: str) -> None:
    """Whoever reads the mail chooses a new password; the link is used up and every session ends."""
    link = queries.open_link(secret, Purpose.RESET)
    person = queries.person_by_email(link.email) if link is not None else None
    if link is None or person is None:
        raise Refused("accounts.link_over")
    check_password(new, person.name, person.email)
    stored = hashed(new)
    with transaction() as session:
        found = queries.locked_link(secret, Purpose.RESET)
        row = session.scalar(locked(select(Person).where(Person.id == person.id, Person.suspended_at.is_(None))))
        if found is None or row is None:
            raise Refused("accounts.link_over")
        found.used_at = now()
        row.verified_at = row.verified_at or now()
        session.flush()
        _set(row, stored, "mailed_link")


def _set(person: Person, stored: str, way: str) -> None:
    person.password_hash = stored
    touch(person)
    end_links(person.email_key)
    end_all(person.id, EndReason.PASSWORD)
    record(PasswordChanged(person.id, way))
