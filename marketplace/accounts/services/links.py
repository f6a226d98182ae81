"""Links that are mailed: asking does the same work for every address, and reveals nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import update

from marketplace.accounts import queries
from marketplace.accounts.facts import LinkAsked
from marketplace.accounts.models import MailedLink
from marketplace.accounts.rules import LINK_LIFE, Purpose, email_key
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import hash_secret, new_id
from marketplace.foundation.journal import record
from marketplace.foundation.limits import hit
from marketplace.foundation.text import nfc


@dataclass(frozen=True, slots=True)
class LinkMail:
    """The mail that follows from asking for a link."""

    template: str
    to: str
    language: str
    secret: str


def ask_for_link(purpose: Purpose, email: str, language: str, network_address: str) -> None:
    """Ask for a link to sign up, or to choose a new password. The same for known and unknown addresses."""
    _count(purpose, email_key(email), network_address)
    row_id = new_id()
    with transaction() as session:
        session.add(
            MailedLink(
                id=row_id,
                purpose=purpose.value,
                email=nfc(email),
                email_key=email_key(email),
                language=language,
                secret_hash=hash_secret(link_secret(_kind(purpose), row_id)),
                expires_at=now() + LINK_LIFE[purpose],
            )
        )
        record(LinkAsked(row_id, purpose.value))


def _count(purpose: Purpose, key: str, network_address: str) -> None:
    """What all share is counted last, so that what was stopped before does not use it up."""
    if purpose is Purpose.RESET:
        hit("reset.address", network_address)
        hit("reset.account", key)
    else:
        hit("sign_up.address", network_address)
        hit("verify_mail.account", key)
    hit("mailed_link.all", "all")


def link_secret(kind: str, row_id: str) -> str:
    """The secret of a mailed link, made again from its row's id when the mail is written.

    It is stored nowhere: the row keeps its hash, and the key is the application's own.
    """
    key = str(current_app.extensions["settings"].secret_key).encode()
    digest = hmac.new(key, f"mailed link:{kind}:{row_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def link_mail(link_id: str) -> LinkMail | None:
    """What to send for a link that was asked for; None where nobody is to get anything."""
    row = db.session.get(MailedLink, link_id)
    if row is None or row.used_at or row.ended_at or row.expires_at <= now():
        return None
    person = queries.person_by_email(row.email)
    purpose = Purpose(row.purpose)
    secret = link_secret(_kind(purpose), row.id)
    if person is not None and person.suspended_at is not None:
        return None
    if purpose is Purpose.SIGN_UP:
        template = "accounts/sign_up" if person is None else "accounts/already_here"
        return LinkMail(template, row.email, row.language, secret)
    # The address as it is stored with the account, never as somebody typed it.
    return None if person is None else LinkMail("accounts/reset", person.email, row.language, secret)


def end_links(key: str) -> None:
    """Every open link to an address dies; inside the caller's transaction."""
    db.session.execute(
        update(MailedLink)
        .where(MailedLink.email_key == key, MailedLink.used_at.is_(None), MailedLink.ended_at.is_(None))
        .values(ended_at=now())
    )


def _kind(purpose: Purpose) -> str:
    return f"accounts.{purpose.value}"
