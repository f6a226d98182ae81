"""What the three servers share: a folder, a user, a log, a start that waits and tells why when it fails."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from scripts.servers.machine import ELSEWHERE, ServiceError, User, folder_for, free_port, say, throw_away_folder
from scripts.servers.records import Record, Records, began, end, end_family

LOG_LINES = 20
ATTEMPTS = 3  # another program may take the free port before the server does
PORT_TAKEN = ("address already in use", "bindexception", "could not bind")


class PortTaken(Exception):
    """Somebody was quicker."""


@dataclass
class Server(ABC):
    """One server of one set."""

    records: Records
    throw_away: bool = False  # for tests: fast, in a temporary folder, gone with `stop`

    kind: ClassVar[str]
    patience_seconds: ClassVar[float] = 60
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM
    quick_stop_signal: ClassVar[signal.Signals] = signal.SIGKILL  # where nothing need be kept

    @property
    def name(self) -> str:
        """How its record and its folder are called."""
        return self.kind

    @cached_property
    @abstractmethod
    def user(self) -> User:
        """Whom it runs as."""

    @abstractmethod
    def find(self) -> None:
        """Find its programs; install what is missing."""

    @abstractmethod
    def prepare(self, record: Record) -> Record:
        """Make what the first start needs, in the record's folder."""

    @abstractmethod
    def command(self, record: Record) -> tuple[Sequence[str], Mapping[str, str]]:
        """The program with its arguments, and its environment beside PATH and HOME."""

    @abstractmethod
    def answers(self, record: Record) -> bool:
        """Whether it serves."""

    @abstractmethod
    def url_at(self, record: Record) -> str:
        """Its address."""

    def settle(self, record: Record) -> None:  # noqa: B027 - most have nothing left to do
        """What is done once it serves."""

    def server_pid(self, record: Record) -> int:
        """The number of the process that serves: the one that was started, unless that starts another."""
        return record.pid

    def log(self, record: Record) -> Path:
        """Where it writes what it does."""
        return Path(record.folder) / "server.log"

    def start(self) -> Record:
        """Running and serving, whatever was before; the record of it."""
        known = self.records.get(self.name)
        if known and known.throw_away != self.throw_away:
            raise ServiceError(f"{self.name} was started here in the other way: stop it, or use another folder (--at).")
        if known and known.is_running:
            return known
        self.find()
        record = known.ended() if known else self._new()
        for _ in range(ATTEMPTS):
            try:
                return self._started(replace(record, port=free_port(record.port)))
            except PortTaken:
                record = replace(record, port=0)
        raise ServiceError(f"{self.kind} found no port that stayed free.")

    def _new(self) -> Record:
        wanted = self.records.folder / self.name
        if self.throw_away:
            wanted = Path(tempfile.mkdtemp(prefix=f"vuon-{self.name}-", dir=throw_away_folder()))
        folder = folder_for(wanted, self.user, ELSEWHERE / self.records.identity / self.name)
        return Record(self.name, str(folder), 0, "", throw_away=self.throw_away)

    def _started(self, record: Record) -> Record:
        began_at = time.monotonic()
        record = self.prepare(record)
        record = replace(record, url=self.url_at(record))
        process = self._launch(record)
        record = replace(record, pid=process.pid, mark=began(process.pid))
        self.records.put(record)
        try:
            pid = self._wait(record, process)
            record = replace(record, pid=pid, mark=began(pid))
            self.records.put(record)
            self.settle(record)
        except BaseException:
            end(record, self.quick_stop_signal)
            end_family(process.pid)
            self.records.put(record.ended())
            raise
        say(f"Started {self.name} on port {record.port} in {time.monotonic() - began_at:.0f} s")
        return record

    def _launch(self, record: Record) -> subprocess.Popen[bytes]:
        command, environment = self.command(record)
        self.log(record).parent.mkdir(parents=True, exist_ok=True)
        with self.log(record).open("wb") as output:
            self.user.own(self.log(record))
            options: dict[str, object] = self.user.for_process()
            return subprocess.Popen(  # type: ignore[call-overload, no-any-return]  # three optional words
                [str(word) for word in command],
                cwd=record.folder,
                env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": record.folder, "LANG": "C.UTF-8", **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **options,
            )

    def _wait(self, record: Record, process: subprocess.Popen[bytes]) -> int:
        until = time.monotonic() + self.patience_seconds
        while time.monotonic() < until:
            if process.poll():
                raise self._failure(record, f"ended at once (code {process.returncode})")
            pid = self.server_pid(record)
            if pid and began(pid) and self.answers(record):
                return pid
            if process.returncode == 0 and not (pid and began(pid)):
                raise self._failure(record, "ended at once")
            time.sleep(0.05)
        raise self._failure(record, f"does not answer after {self.patience_seconds:.0f} s")

    def _failure(self, record: Record, what: str) -> Exception:
        text = self.log(record).read_text(encoding="utf-8", errors="replace")
        if any(sign in text.lower() for sign in PORT_TAKEN):
            return PortTaken()
        tail = "\n".join(f"  | {line[:300]}" for line in text.splitlines()[-LOG_LINES:])
        return ServiceError(f"{self.name} {what}. The end of {self.log(record)}:\n{tail}")


def stop(records: Records, record: Record, how: signal.Signals, *, forget: bool) -> None:
    """End what we started; its data stays unless it was made to be thrown away."""
    if record.is_running:
        end(record, how)
        say(f"Stopped {record.name}")
    if record.throw_away or forget:
        shutil.rmtree(record.folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            (ELSEWHERE / records.identity).rmdir()
        records.forget(record)
    else:
        records.put(record.ended())
