"""The mails that were sent, and somebody who looks at pages."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from marketplace.accounts.models import Person
from marketplace.foundation.database import db
from tests.factories.accounts import sign_in_as

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from marketplace.foundation.actor import Actor
    from tests.clients import PageClient


def mails(data_dir: Path) -> list[EmailMessage]:
    """Everything in the mailbox."""
    files = (data_dir / "mail").glob("*.eml")
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """One form of a mail's body."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def enter(client: PageClient, actor: Actor) -> None:
    """Somebody signs in and acts for the same organisation."""
    sign_in_as(client, db.session.get_one(Person, str(actor.person_id)), actor.organisation_id)
