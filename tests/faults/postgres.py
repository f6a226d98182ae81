"""A PostgreSQL of a fault test's own, and a standby that follows it."""

from __future__ import annotations

import shutil
import signal
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import psycopg

from tests.faults.servers import Program, until

if TYPE_CHECKING:
    from collections.abc import Sequence

OPTIONS = ("-c", "unix_socket_directories=", "-c", "shared_buffers=32MB", "-c", "wal_level=replica")


@cache
def binaries() -> Path:
    """Where the server's programs are; the newest version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    if found:
        return found[-1].parent
    somewhere = shutil.which("initdb")
    assert somewhere, "PostgreSQL is not installed: make services installs it"
    return Path(somewhere).resolve().parent


@dataclass
class Postgres(Program):
    """A server with fsync on, as in production: what it acknowledged is on the disk."""

    user: ClassVar[str | None] = "postgres"
    name: ClassVar[str] = "postgres"
    options: tuple[str, ...] = ()
    database: str = "vuon"

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self.folder / "data"

    @property
    def url(self) -> str:
        """The address of its one database, as the superuser that owns it."""
        return self.url_of(self.database)

    def url_of(self, database: str, *ports: int) -> str:
        """Another database, or the same through other ports (a proxy's, a standby's)."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports or (self.port,))
        return f"postgresql://vuon@{hosts}/{database}"

    def create(self) -> None:
        """Make the cluster."""
        self.run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            "vuon",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )

    def run(self, program: str, *args: str) -> None:
        """One of the server's own programs."""
        subprocess.run(
            [str(binaries() / program), *args],
            cwd=self.folder,
            env=self.environment(),
            check=True,
            capture_output=True,
            **self.as_user(),  # type: ignore[call-overload]  # two optional words
        )

    def command(self) -> Sequence[str]:
        """On the loopback only."""
        where = ("-D", str(self.data), "-p", str(self.port), "-c", "listen_addresses=127.0.0.1")
        return [str(binaries() / "postgres"), *where, *OPTIONS, *self.options]

    def start(self, patience: float = 60.0) -> Postgres:
        """The cluster and the database are made at the first start."""
        fresh = not self.data.exists()
        if fresh:
            self.create()
        super().start(patience)
        if fresh:
            self.ask(f'CREATE DATABASE "{self.database}"', database="postgres")
        return self

    def is_ready(self) -> bool:
        """It takes connections."""
        try:
            self.ask("SELECT 1", database="postgres")
        except psycopg.OperationalError:
            return False
        return True

    def ask(self, statement: str, *values: object, database: str | None = None) -> list[tuple[object, ...]]:
        """One statement of the superuser, on a connection of its own; its rows."""
        url = self.url_of(database or self.database)
        with psycopg.connect(url, autocommit=True, connect_timeout=2) as connection:
            cursor = connection.execute(statement.encode(), values or None)
            return list(cursor.fetchall()) if cursor.description else []

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT is a fast stop, SIGQUIT an immediate one (recovery from the log follows)."""
        self.stop(how)
        self.start()


@dataclass
class Standby(Postgres):
    """A streaming copy of another server; `promote` makes it the one that writes."""

    name: ClassVar[str] = "standby"
    primary: Postgres | None = None
    options: tuple[str, ...] = ("-c", "wal_retrieve_retry_interval=200ms")

    def create(self) -> None:
        """A base backup of the primary, with what it needs to follow."""
        assert self.primary is not None
        primary = f"host=127.0.0.1 port={self.primary.port} user=vuon application_name=standby"
        self.run("pg_basebackup", "-D", str(self.data), "-R", "-X", "stream", "-c", "fast", "-d", primary)

    def start(self, patience: float = 60.0) -> Standby:
        """It has the primary's databases."""
        if not self.data.exists():
            self.create()
        Program.start(self, patience)
        return self

    def is_following(self) -> bool:
        """The primary streams to it."""
        assert self.primary is not None
        return bool(self.primary.ask("SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'"))

    def promote(self) -> float:
        """Make it writable; gives the seconds that it took."""
        self.ask("SELECT pg_promote(false)", database="postgres")
        return until(lambda: self.ask("SELECT pg_is_in_recovery()", database="postgres") == [(False,)])
