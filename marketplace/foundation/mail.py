"""Mail: over SMTP, or into a folder that the development mailbox shows."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app

from marketplace.config import Settings
from marketplace.foundation.clock import now
from marketplace.foundation.ids import hash_secret, new_id
from marketplace.foundation.jobs import current_job_id

TIMEOUT_SECONDS = 10


class PlainPassword(Exception):
    """The mail server, or somebody before it, offers no encryption; the mail is tried again later."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one address, in that reader's language.

    `headers`: more of its head. `key`: what makes it the same mail when it is sent again outside a job.
    """

    to: str
    subject: str
    text: str
    html: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None


def send(mail: Mail) -> str:
    """Send from a task. A repeated job sends the same Message-ID, so that mailboxes show one. Gives the id."""
    settings: Settings = current_app.extensions["settings"]
    message = _message(mail, settings)
    if settings.smtp_url:
        _over_smtp(message, settings.smtp_url)
    else:
        _into_folder(message, settings.data_dir / "mail")
    return str(message["Message-ID"])


def _message(mail: Mail, settings: Settings) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    job = mail.key or current_job_id() or new_id()
    host = urlsplit(settings.public_url).hostname or "vuon.example"
    message["Message-ID"] = f"<{job}.{hash_secret(mail.to)[:16]}@{host}>"
    message["Date"] = format_datetime(now())
    message["From"] = settings.mail_from
    message["To"] = mail.to
    message.set_raw("Subject", _folded(" ".join(mail.subject.split())))
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def _folded(subject: str) -> str:
    """The subject on lines of the length that mail allows. The library's newer folding loses spaces between words."""
    charset = "us-ascii" if subject.isascii() else "utf-8"
    return Header(subject, charset, header_name="Subject").encode()


def _over_smtp(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    port = parts.port or (465 if secure else 587)
    client = (
        smtplib.SMTP_SSL(parts.hostname or "", port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        if secure
        else smtplib.SMTP(parts.hostname or "", port, timeout=TIMEOUT_SECONDS)
    )
    with client:
        client.ehlo()  # before it the library knows of no STARTTLS
        if not secure and client.has_extn("starttls"):
            client.starttls(context=ssl.create_default_context())
            secure = True
        if parts.username:
            if not may_hear_a_password(parts.hostname or "", encrypted=secure):
                raise PlainPassword(f"{parts.hostname} offers no encryption: no password is sent to it")
            client.login(unquote(parts.username), unquote(parts.password or ""))
        client.send_message(message)


def may_hear_a_password(host: str, *, encrypted: bool) -> bool:
    """Whether a password may be said to a mail server: encrypted, or on this machine."""
    if encrypted or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _into_folder(message: EmailMessage, folder: Path) -> None:
    """One file per Message-ID: sending it again replaces it, as a mailbox would."""
    folder.mkdir(parents=True, exist_ok=True)
    name = hash_secret(str(message["Message-ID"]))[:32]
    temporary = folder / f".{name}"
    temporary.write_bytes(message.as_bytes())
    temporary.replace(folder / f"{name}.eml")
