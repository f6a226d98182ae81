"""What we started and kept: one small file for each server, and whether its process is still ours."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

STOP_SECONDS = 40


@dataclass(frozen=True)
class Record:
    """One server as it was started last."""

    name: str
    folder: str
    port: int
    url: str
    pid: int = 0
    mark: str = ""  # when the process began: a number used again by another process is not ours
    throw_away: bool = False
    told: dict[str, str] = field(default_factory=dict)  # what belongs to it: passwords, versions, places

    @property
    def is_running(self) -> bool:
        """The process that we started is there."""
        return self.pid > 0 and self.mark != "" and began(self.pid) == self.mark

    def ended(self) -> Record:
        """The same without its process."""
        return replace(self, pid=0, mark="")


def began(pid: int) -> str:
    """What tells this process from a later one with its number; empty when there is none."""
    status = Path("/proc") / str(pid) / "stat"
    try:
        after_name = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return _began_elsewhere(pid) if not Path("/proc/self/stat").exists() else ""
    return "" if after_name[0] == "Z" else after_name[19]


def _began_elsewhere(pid: int) -> str:
    told = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return told.stdout.strip()


def end(record: Record, how: signal.Signals) -> None:
    """Ask the process to end, wait, and end it by force where it does not."""
    for which in (how, signal.SIGKILL):
        if not record.is_running:
            return
        os.kill(record.pid, which)
        _wait_for_end(record)


def _wait_for_end(record: Record) -> None:
    until = time.monotonic() + STOP_SECONDS
    while record.is_running and time.monotonic() < until:
        time.sleep(0.05)


def end_family(leader: int) -> None:
    """End what a start that failed may have left: every process of its group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


@dataclass(frozen=True)
class Records:
    """The folder of one set of servers."""

    folder: Path

    def all(self) -> list[Record]:
        """Every server that was ever started here."""
        return [self._read(path) for path in sorted(self.folder.glob("*.json"))]

    def get(self, name: str) -> Record | None:
        """One server's record."""
        path = self.folder / f"{name}.json"
        return self._read(path) if path.is_file() else None

    def put(self, record: Record) -> None:
        """Write it whole or not at all, for nobody else's eyes: it holds passwords."""
        written = self.folder / f".{record.name}.{os.getpid()}"
        written.touch(mode=0o600)
        written.write_text(json.dumps(asdict(record), indent=1), encoding="utf-8")
        written.replace(self.folder / f"{record.name}.json")

    def forget(self, record: Record) -> None:
        """No such server any more."""
        (self.folder / f"{record.name}.json").unlink(missing_ok=True)

    @property
    def identity(self) -> str:
        """A word of this set's own, for what must lie outside of it."""
        path = self.folder / "identity"
        if not path.is_file():
            path.write_text(secrets.token_hex(6), encoding="utf-8")
        return path.read_text(encoding="utf-8").strip()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """One at a time decides what runs here."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @staticmethod
    def _read(path: Path) -> Record:
        return Record(**json.loads(path.read_text(encoding="utf-8")))
