"""What the site tells about itself: names for everybody, what is wrong for operators, a line for those concerned."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from marketplace.foundation.actor import Power
from marketplace.foundation.health import KEPT_SECONDS, LOOKED_AT_EVERY_SECONDS, Health
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_ministry_unit, a_staff_actor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.clients import PageClient

LATE = "E-mails are late at the moment."


@pytest.fixture
def mail_port(app: Flask) -> Iterator[int]:
    """The mail server is somewhere where nobody listens yet."""
    usual = app.extensions["settings"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    app.extensions["settings"] = replace(usual, smtp_url=f"smtp://127.0.0.1:{port}")
    app.extensions["health"] = Health()
    yield port
    app.extensions["settings"], app.extensions["health"] = usual, Health()


def degraded(client: PageClient) -> list[str]:
    """The names that everybody is told."""
    told = client.get("/health/ready").json
    assert told is not None
    return list(told["degraded"])


def test_a_silent_mail_server_is_named_and_the_site_stays_ready(client: PageClient, mail_port: int) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "database": "ok", "degraded": degraded(client)})
    assert "mail" in degraded(client)


def test_people_read_that_mail_is_late_until_it_is_not(
    app: Flask, client: PageClient, mail_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "mail" in degraded(client)
    assert LATE in client.get("/en/").text
    with socket.create_server(("127.0.0.1", mail_port)) as server:
        health: Health = app.extensions["health"]
        health.probes["mail"].seen_at -= LOOKED_AT_EVERY_SECONDS
        client.get("/en/")  # begins to look, and waits for nothing
        line, _ = server.accept()
        with line:
            line.sendall(b"220 demo\r\n")
            time.sleep(0.1)
        assert LATE not in client.get("/en/").text
        assert "mail" not in degraded(client)


def test_a_mail_server_that_hangs_costs_health_no_more_than_its_patience(client: PageClient, mail_port: int) -> None:
    with socket.create_server(("127.0.0.1", mail_port)):
        began = time.monotonic()
        assert "mail" in degraded(client)
        assert time.monotonic() - began < KEPT_SECONDS


def test_only_operators_are_told_what_is_wrong(client: PageClient, mail_port: int) -> None:
    sign_in_as(client, a_person())
    assert "detail" not in (client.get("/health/ready").json or {})
    unit = a_ministry_unit((Power.OPERATE,))
    operator = a_person()
    a_staff_actor(unit, (Power.OPERATE,), operator)
    sign_in_as(client, operator, unit.organisation_id)
    assert (client.get("/health/ready").json or {})["detail"]["mail"] == "ConnectionRefusedError"
