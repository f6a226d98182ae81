"""The commands of docker-compose.yml as processes on real servers: they serve, do jobs, and end when they are told."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.architecture.compose import filled, read
from tests.architecture.sources import ROOT, text_of
from tests.faults.script import Services
from tests.faults.servers import free_port, until

pytestmark = pytest.mark.faults
COMMANDS = {
    name: service["command"]
    for name, service in read(filled(text_of("docker-compose.yml"), {}))["services"].items()
    if name in {"release", "web", "worker", "relay", "beat"}
}
PATIENCE = 120.0  # seconds: each of them loads the whole application


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Settings of production, on servers of this test's own; the search is the run's, or away."""
    services = Services(tmp_path / "services")
    services.said("start", "postgres", "redis")
    (tmp_path / "data").mkdir()
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TZ") if name in os.environ}
    yield {
        **kept,
        **services.settings(),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "SERVER_URL": services.said("url", "postgres").strip(),
        "ELASTICSEARCH_URL": os.environ.get("TEST_ELASTICSEARCH_URL", f"http://127.0.0.1:{free_port()}"),
        "ELASTICSEARCH_PREFIX": "test-production",
        "VUON_ENV": "production",
        "VUON_DATA_DIR": str(tmp_path / "data"),
        "SECRET_KEY": "of-this-test-alone-" * 3,
        "SMTP_URL": "smtp://127.0.0.1:9",
        "PUBLIC_URL": "https://localhost",
        "WEB_BIND": f"127.0.0.1:{free_port()}",
        "WEB_WORKERS": "2",
    }
    services("stop", "--forget")


def test_the_commands_of_production_serve_do_jobs_and_end(environment: dict[str, str], tmp_path: Path) -> None:
    released = subprocess.run(
        COMMANDS["release"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert released.returncode == 0, released.stdout + released.stderr
    with ExitStack() as ending:
        running = {name: _started(name, environment, tmp_path) for name in COMMANDS if name != "release"}
        for process in running.values():
            ending.callback(_killed, process)
        server = environment["WEB_BIND"]
        until(lambda: _status(server, "/health/ready") == 200, PATIENCE)
        proxied = {"Host": "localhost", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        assert _status(server, "/vi/", proxied) == 200
        assert _status(server, "/dev/mailbox/", proxied) == 404
        with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
            until(lambda: _count(owner, "relay_lease") == 1, PATIENCE)
            until(lambda: _count(owner, "periodic_run") > 0, PATIENCE)
        codes = {name: _ended(process) for name, process in running.items()}
    assert codes == dict.fromkeys(running, 0), {name: _log(name, tmp_path)[-1500:] for name in codes}


def _started(name: str, environment: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / f"{name}.log").open("wb") as output:
        return subprocess.Popen(
            COMMANDS[name], cwd=ROOT, env=dict(environment), stdout=output, stderr=subprocess.STDOUT, process_group=0
        )


def _ended(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL


def _killed(process: subprocess.Popen[bytes]) -> None:
    """With its children, whatever went wrong."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


def _status(server: str, path: str, headers: Mapping[str, str] | None = None) -> int:
    host, _, port = server.partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def _count(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert row is not None
    return int(row[0])


def _log(name: str, folder: Path) -> str:
    return (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
