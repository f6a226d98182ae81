"""Addresses of databases and what their connections are told; what is kept in memory for a while."""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from flask import g
from sqlalchemy.engine.url import make_url

from marketplace.config import Settings
from marketplace.foundation import connections, relay
from marketplace.foundation.cache import OwnMemory, remembered
from marketplace.foundation.connections import Door, engine_options
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.once import claim

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy


def test_of_several_hosts_the_one_that_writes_is_meant() -> None:
    settings = Settings.from_environment({"DATABASE_URL": "postgresql://u:p%40@db1:5433,db2/vuon?sslmode=require"})
    url = make_url(settings.sqlalchemy_url)
    assert (url.username, url.password, url.database, url.host) == ("u", "p@", "vuon", None)
    assert url.query["host"] == ("db1:5433", "db2:5432")
    assert url.query["target_session_attrs"] == "read-write"
    assert url.query["sslmode"] == "require"


def test_the_owner_s_address_may_name_several_hosts_too() -> None:
    settings = Settings.from_environment({"DATABASE_OWNER_URL": "postgresql://o@db1,db2/vuon"})
    assert "host=db1:5432&host=db2:5432" in settings.owner_sqlalchemy_url


def test_a_process_opens_no_more_connections_than_it_is_told() -> None:
    options = engine_options("postgresql+psycopg://db/vuon", 7)
    assert (options["pool_size"], options["max_overflow"], options["isolation_level"]) == (7, 0, "READ COMMITTED")
    assert options["pool_timeout"] + options["connect_args"]["connect_timeout"] <= 4
    for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        assert f"-c {limit}=" in options["connect_args"]["options"]
    assert engine_options("sqlite:///x", 7) == {}


def test_memory_forgets_what_is_old_and_what_was_used_longest_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setattr("marketplace.foundation.cache.time.monotonic", lambda: moment[0])
    memory = OwnMemory(largest=2)
    memory.put("one", "1", 10)
    memory.put("two", "2", 10)
    assert memory.get("one") == "1"
    memory.put("three", "3", 10)
    assert (memory.get("one"), memory.get("two"), memory.get("three")) == ("1", None, "3")
    memory.drop("three")
    moment[0] += 11
    assert (memory.get("one"), memory.get("three")) == (None, None)


def test_while_a_server_hangs_one_at_a_time_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    moment, tries = [100.0], list[str]()
    door = Door()

    def enter(who: str) -> str:
        with pytest.raises(psycopg.OperationalError) as refused:
            door.open(None, None, (who,), {})  # type: ignore[arg-type]
        return str(refused.value)

    def hang(who: str) -> None:
        tries.append(who)
        if who == "third":
            enter("fourth")  # while the third is trying
        moment[0] += 2.5
        raise psycopg.OperationalError("no answer")

    monkeypatch.setattr(connections.PatientConnection, "connect", hang)
    monkeypatch.setattr("marketplace.foundation.connections.time.monotonic", lambda: moment[0])
    enter("first")
    assert "a moment ago" in enter("second")
    moment[0] += connections.AFTER_A_HANG_SECONDS
    enter("third")
    assert tries == ["first", "third"]


def test_a_server_that_is_back_lets_everybody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    door, moment, hangs = Door(), [100.0], [True, False, False]

    def connect() -> str:
        if hangs.pop(0):
            moment[0] += 2.5
            raise psycopg.OperationalError("no answer")
        return "a connection"

    monkeypatch.setattr(connections.PatientConnection, "connect", connect)
    monkeypatch.setattr("marketplace.foundation.connections.time.monotonic", lambda: moment[0])
    with pytest.raises(psycopg.OperationalError):
        door.open(None, None, (), {})  # type: ignore[arg-type]
    moment[0] += connections.AFTER_A_HANG_SECONDS
    for _ in range(2):
        assert str(door.open(None, None, (), {})) == "a connection"  # type: ignore[arg-type]


def test_sites_that_share_a_redis_share_no_cached_value(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "cache", OwnMemory())
    with app.app_context():
        assert remembered("numbers", 10, lambda: "ours") == "ours"
        assert remembered("numbers", 10, lambda: "newer") == "ours"
        monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], job_queue="another-site"))
        assert remembered("numbers", 10, lambda: "theirs") == "theirs"


@pytest.mark.parametrize(("sent", "expected"), [(True, True), (False, False)])
def test_a_key_that_was_made_for_this_try_protects_no_other(
    app: Flask, database: SQLAlchemy, *, sent: bool, expected: bool
) -> None:
    key = new_id()
    with app.test_request_context("/", method="POST", data={"once": key} if sent else {}), transaction():
        claim(key, "test.made", new_id())
        assert g.claimed is expected


def test_the_relay_is_ended_without_a_lock(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal's function runs in the middle of whatever the process does, which may hold that lock."""
    seen = list[bool]()

    def interrupted(_app: Flask, stopping: Any) -> None:
        monkeypatch.setattr(relay, "wake", None)  # whoever touches it now fails
        signal.raise_signal(signal.SIGTERM)
        seen.append(stopping.is_set())

    handlers = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    monkeypatch.setattr(relay, "run", interrupted)
    try:
        app.test_cli_runner().invoke(args=["relay"])
    finally:
        for name, handler in handlers.items():
            signal.signal(name, handler)
    assert seen == [True]
