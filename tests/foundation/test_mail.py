"""Mail over SMTP: where the server can encrypt, nothing is said in the clear."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from dataclasses import replace
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from marketplace.foundation.mail import Mail, send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ANSWERS = {
    "EHLO": b"250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n",
    "STARTTLS": b"454 not now\r\n",
    "AUTH": b"235 welcome\r\n",
    "DATA": b"354 go on\r\n",
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
        yield f"127.0.0.1:{server.server_address[1]}", said
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
