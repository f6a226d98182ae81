"""Addresses of databases and what their connections are told; what is kept in memory for a while."""

from __future__ import annotations

import pytest
from sqlalchemy.engine.url import make_url

from marketplace.config import Settings
from marketplace.foundation.cache import OwnMemory
from marketplace.foundation.connections import engine_options


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
