"""`scripts/services` with real servers: started, asked, killed, started again, stopped, in a folder of its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.faults.script import Services

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.faults


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Servers of this test's own; nothing of them is left."""
    script = Services(tmp_path / "services")
    yield script
    script("stop", "--forget")


def test_servers_are_started_once_and_keep_their_data_between_stop_and_start(services: Services) -> None:
    started = services.said("start", "postgres", "redis")
    assert services.said("start", "postgres", "redis") == started
    settings = services.settings()
    with psycopg.connect(settings["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE TABLE kept (words text)")
        owner.execute("GRANT SELECT, INSERT ON kept TO vuon_app")
    with psycopg.connect(settings["DATABASE_URL"]) as application:
        application.execute("INSERT INTO kept VALUES ('here')")
        assert application.execute("SHOW fsync").fetchone() == ("on",)
        assert application.execute("SHOW wal_level").fetchone() == ("replica",)
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        psycopg.connect(settings["DATABASE_URL"]) as application,
    ):
        application.execute("CREATE TABLE own (words text)")
    services.said("stop")
    assert "stopped" in services.said("status")
    assert services("url", "redis").returncode == 1
    services.said("start", "postgres", "redis")
    assert services.settings() == settings
    with psycopg.connect(settings["DATABASE_URL"]) as application:
        assert application.execute("SELECT words FROM kept").fetchall() == [("here",)]


def test_killed_servers_are_noticed_and_started_again_on_the_same_data(services: Services) -> None:
    services.said("start", "postgres", "redis")
    address = services.settings()["DATABASE_OWNER_URL"]
    with psycopg.connect(address) as owner:
        owner.execute("CREATE TABLE kept (words text)")
    for name in ("postgres", "redis"):
        os.kill(services.record(name).pid, signal.SIGKILL)
    assert "runs" not in services.said("status")
    services.said("start", "postgres", "redis")
    with psycopg.connect(address) as owner:
        assert owner.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_servers_for_tests_leave_nothing_behind(services: Services) -> None:
    services.said("start", "--for-tests", "postgres", "redis")
    folders = [Path(services.record(name).folder) for name in ("postgres", "redis")]
    with psycopg.connect(services.said("url", "postgres").strip()) as administrator:
        assert administrator.execute("SHOW fsync").fetchone() == ("off",)
    refused = services("start", "redis")
    assert refused.returncode == 1
    assert "--at" in refused.stderr
    services.said("stop")
    assert [folder for folder in folders if folder.exists()] == []
    assert services.said("status") == ""


def test_two_sets_do_not_meet(services: Services, tmp_path: Path) -> None:
    other = Services(tmp_path / "other")
    try:
        services.said("start", "redis")
        other.said("start", "redis")
        assert services.said("url", "redis") != other.said("url", "redis")
        other.said("stop")
        assert services.said("url", "redis")
    finally:
        other("stop", "--forget")


def test_a_server_that_cannot_start_shows_the_end_of_its_log(services: Services) -> None:
    services.said("start", "redis")
    services.said("stop")
    folder = Path(services.record("redis").folder)
    (folder / "appendonlydir" / "appendonly.aof.manifest").write_text("not a manifest\n", encoding="utf-8")
    failed = services("start", "redis")
    assert failed.returncode == 1
    assert "server.log" in failed.stderr
    assert "manifest" in failed.stderr
    assert "stopped" in services.said("status")
