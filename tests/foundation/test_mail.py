"""Mail over SMTP: where the server can encrypt, nothing is said in the clear."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.config import Settings
from marketplace.foundation import mail
from marketplace.foundation.mail import Mail, PlainPassword, may_hear_a_password, send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

OFFERED = b"250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"
NOT_OFFERED = b"250-mail.example\r\n250 AUTH PLAIN\r\n"
ANSWERS = {
    "EHLO": OFFERED,
    "STARTTLS": b"454 not now\r\n",
    "AUTH": b"235 welcome\r\n",
    "DATA": b"354 go on\r\n",
    "QUIT": b"221 bye\r\n",
}


class Encrypting(StreamRequestHandler):
    """A mail server that offers encryption and, asked for it, has no certificate at hand."""

    def handle(self) -> None:
        """Answer line by line, and note them."""
        self.wfile.write(b"220 mail.example\r\n")
        for line in self.rfile:
            said = line.decode().split(" ")[0].strip().upper()
            self.server.said.append(said)  # type: ignore[attr-defined]
            self.wfile.write(ANSWERS.get(said, b"250 fine\r\n"))


@contextmanager
def a_server() -> Iterator[tuple[str, list[str]]]:
    said: list[str] = []
    with ThreadingTCPServer(("127.0.0.1", 0), Encrypting) as server:
        server.daemon_threads = True
        server.said = said  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}", said
        finally:
            server.shutdown()
            thread.join()


def test_a_server_that_offers_encryption_hears_no_password_without(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_server() as (place, said), app.app_context():
        settings = replace(app.extensions["settings"], smtp_url=f"smtp://user:password@{place}")
        monkeypatch.setitem(app.extensions, "settings", settings)
        with pytest.raises(smtplib.SMTPResponseException):
            send(Mail("reader@demo.example", "Demo", "Demo"))
    assert "STARTTLS" in said
    assert not {"AUTH", "MAIL", "DATA"} & set(said)


def test_a_server_that_stops_offering_it_hears_no_password_either(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERS, "EHLO", NOT_OFFERED)
    monkeypatch.setattr(mail, "may_hear_a_password", lambda _host, encrypted: encrypted)  # as if it were elsewhere
    with a_server() as (place, said), app.app_context():
        settings = replace(app.extensions["settings"], smtp_url=f"smtp://user:password@{place}")
        monkeypatch.setitem(app.extensions, "settings", settings)
        with pytest.raises(PlainPassword):
            send(Mail("reader@demo.example", "Demo", "Demo"))
    assert not {"AUTH", "MAIL", "DATA"} & set(said)


@pytest.mark.parametrize(
    ("host", "encrypted", "allowed"),
    [("mail.example", True, True), ("mail.example", False, False), ("127.0.0.1", False, True), ("::1", False, True)],
)
def test_a_password_stays_on_this_machine_or_is_encrypted(host: str, encrypted: bool, allowed: bool) -> None:
    assert may_hear_a_password(host, encrypted=encrypted) is allowed


WORDS = ("bên", "mới", "trong", "những", "gì", "bạn", "theo", "dõi", "trên", "Vươn", "and", "plain", "words", "1")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join))
def test_a_subject_reaches_its_reader_with_every_space(subject: str) -> None:
    """However long: the library's own folding lost the space where it began a new line."""
    written = mail._message(Mail("demo@demo.example", subject, "Demo"), Settings(environment="test")).as_bytes()
    assert message_from_bytes(written, policy=policy.default)["Subject"] == subject
    head = written.partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 78 for line in head.split(b"\r\n"))
