"""Invented people, without the work of hashing a password for each."""

from __future__ import annotations

from functools import cache
from itertools import count

from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.gateway.hashing import hashed
from marketplace.accounts.models import Person, PersonSession
from marketplace.accounts.rules import email_key
from marketplace.accounts.services.sessions import begin_session
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import hash_secret, new_id

PASSWORD = "mười con mèo ngủ trên mái"
_numbers = count(1)


@cache
def _hash() -> str:
    return hashed(PASSWORD)


def a_person(email: str | None = None, name: str = "Demo Person", language: str = "vi") -> Person:
    """A person with a verified address whose password is PASSWORD."""
    address = email or f"person{next(_numbers)}@demo.example"
    with transaction() as session:
        person = Person(
            id=new_id(),
            email=address,
            email_key=email_key(address),
            name=name,
            language=language,
            password_hash=_hash(),
            verified_at=now(),
        )
        session.add(person)
    return person


def sign_in_as(client: FlaskClient, person: Person, acting_for: str | None = None) -> str:
    """Give a visitor the cookie of a fresh session of this person; gives the session's id."""
    with transaction() as session:
        new = begin_session(person, "Demo Browser", acting_for)
        session.flush()
        row_id = session.scalars(
            select(PersonSession.id).where(PersonSession.secret_hash == hash_secret(new.secret))
        ).one()
    client.set_cookie("session", new.secret)
    return row_id
