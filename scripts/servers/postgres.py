"""PostgreSQL: the distribution's own, with the owner's role, the application's role and their database."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from scripts.servers.machine import ROOT, ServiceError, User, first_program, install, user_for
from scripts.servers.records import Record, began
from scripts.servers.server import Server

INSTALLED = Path("/usr/lib/postgresql")
ADMINISTRATOR, OWNER, APPLICATION, DATABASE = "postgres", "vuon_owner", "vuon_app", "vuon"
ALWAYS = {"unix_socket_directories": "", "listen_addresses": "127.0.0.1", "max_connections": "200"}
DURABLE = {"wal_level": "replica", "max_wal_senders": "10", "max_replication_slots": "10", "hot_standby": "on"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal"} | {
    "max_wal_senders": "0"
}
ROLES = ROOT / "scripts" / "database_roles.py"


def binaries(installed: Path = INSTALLED, major: str = "") -> Path | None:
    """The folder of the newest server, or of the one that a data folder was made with."""
    found = [path.parent for path in installed.glob(f"{major or '*'}/bin/initdb")]
    if found:
        return max(found, key=lambda path: [int(number) for number in re.findall(r"\d+", path.parent.name)])
    on_path = first_program(["initdb"])
    return Path(on_path).resolve().parent if on_path else None


@dataclass
class Postgres(Server):
    """Durable with everything that a standby needs; for tests fast and forgetful."""

    kind: ClassVar[str] = "postgres"
    stop_signal: ClassVar[signal.Signals] = signal.SIGINT  # its fast shutdown
    quick_stop_signal: ClassVar[signal.Signals] = signal.SIGQUIT  # at once, but without leaving shared memory behind

    @cached_property
    def user(self) -> User:
        """The user of the distribution's package."""
        return user_for("postgres")

    def find(self) -> None:
        """The package, where it is not there."""
        if binaries() is None:
            install("postgresql")

    def prepare(self, record: Record) -> Record:
        """A new cluster with a password for each role, unless there is one."""
        data = Path(record.folder) / "data"
        if (data / "PG_VERSION").is_file():
            self._forget_dead(data)
            return record
        told = {role: secrets.token_urlsafe(18) for role in (ADMINISTRATOR, OWNER, APPLICATION)}
        password = Path(record.folder) / "password"
        password.touch(mode=0o600)
        password.write_text(told[ADMINISTRATOR], encoding="utf-8")
        self.user.own(password)
        how = ["--auth=trust", "--no-sync"] if self.throw_away else ["--auth=scram-sha-256", "--data-checksums"]
        how += ["--encoding=UTF8", "--locale=C.UTF-8", f"--pwfile={password}"]
        self._run([self._program(record, "initdb"), "-D", data, "-U", ADMINISTRATOR, *how])
        password.unlink()
        return replace(record, told=told)

    def command(self, record: Record) -> tuple[Sequence[str], Mapping[str, str]]:
        """The server in the foreground, so that its process is the one we know."""
        options = ALWAYS | (FAST if record.throw_away else DURABLE) | {"port": str(record.port)}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        return [str(self._program(record, "postgres")), "-D", f"{record.folder}/data", *words], {}

    def answers(self, record: Record) -> bool:
        """Past its recovery: it takes statements."""
        place = ["-h", "127.0.0.1", "-p", str(record.port), "-U", ADMINISTRATOR, "-d", ADMINISTRATOR]
        command = [str(self._program(record, "psql")), *place, "-X", "-q", "-w", "-c", "SELECT 1"]
        environment = {**os.environ, "PGPASSWORD": record.told[ADMINISTRATOR], "PGCONNECT_TIMEOUT": "3"}
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0

    def settle(self, record: Record) -> None:
        """The roles and the database, by the one program that knows how; tests make their own."""
        if record.throw_away:
            return
        application, owner = self.address(record, APPLICATION), self.address(record, OWNER)
        environment = {**os.environ, "DATABASE_URL": application, "DATABASE_OWNER_URL": owner}
        command = [sys.executable, str(ROLES), record.url]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            why = done.stderr[-2000:]
            raise ServiceError(f"The roles of {DATABASE} could not be made (`make install` comes first):\n{why}")

    def url_at(self, record: Record) -> str:
        """The administrator's address: tests make databases of their own there."""
        return self.address(record, ADMINISTRATOR, ADMINISTRATOR)

    @staticmethod
    def address(record: Record, role: str, database: str = DATABASE) -> str:
        """The address of one role."""
        return f"postgresql://{role}:{record.told[role]}@127.0.0.1:{record.port}/{database}"

    def _program(self, record: Record, name: str) -> Path:
        made_with = Path(record.folder) / "data" / "PG_VERSION"
        major = made_with.read_text(encoding="utf-8").strip() if made_with.is_file() else ""
        folder = binaries(major=major)
        if folder is None:
            raise ServiceError(f"PostgreSQL {major} is not installed, with which {record.folder} was made.")
        return folder / name

    def _run(self, command: Sequence[object]) -> None:
        options: dict[str, object] = self.user.for_process()
        done = subprocess.run(  # type: ignore[call-overload]  # three optional words
            [str(word) for word in command], cwd="/", capture_output=True, text=True, check=False, **options
        )
        if done.returncode:
            raise ServiceError(f"{command[0]} failed:\n{done.stderr[-2000:]}")

    @staticmethod
    def _forget_dead(data: Path) -> None:
        """After a crash: PostgreSQL would wait for any process that has the old number now."""
        lock = data / "postmaster.pid"
        if not lock.is_file():
            return
        pid = lock.read_text(encoding="utf-8").split("\n", 1)[0].strip()
        command = Path("/proc") / pid / "cmdline"
        if not began(int(pid)) or (command.is_file() and str(data).encode() not in command.read_bytes()):
            lock.unlink()
