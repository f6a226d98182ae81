"""Servers of a fault test's own, on free ports: started, stopped, killed, frozen; and a proxy that cuts lines."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PATIENCE_SECONDS = 30.0
ROOT = os.geteuid() == 0


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], bool], patience: float = PATIENCE_SECONDS, pause: float = 0.02) -> float:
    """Wait for something to become true; gives the seconds that it took, AssertionError when it does not."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < patience, f"still not so after {patience} seconds"
        time.sleep(pause)
    return time.monotonic() - began


def rounds(few: int) -> int:
    """How often to inject: few in `make test`, FAULT_ROUNDS times as often in `make soak`."""
    return few * int(os.environ.get("FAULT_ROUNDS", "1"))


def listens(port: int) -> bool:
    """Somebody accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def family(pid: int) -> list[int]:
    """A process and all that descend from it, the eldest first."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            status = (entry / "stat").read_text()
            parents.setdefault(int(status.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found = [pid]
    for each in found:
        found.extend(parents.get(each, []))
    return found


@dataclass
class Program(ABC):
    """One server process with a folder of its own. A root user runs it as `user`, which then owns the folder."""

    user: ClassVar[str | None] = None
    name: ClassVar[str] = "server"

    port: int = field(default_factory=free_port)
    folder: Path = field(init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """A folder outside pytest's own, which other users may not enter."""
        self.folder = Path(tempfile.mkdtemp(prefix=f"vuon-fault-{self.name}-"))
        if ROOT and self.user:
            shutil.chown(self.folder, self.user, self.user)

    @abstractmethod
    def command(self) -> Sequence[str]:
        """What to start."""

    def is_ready(self) -> bool:
        """Whether it answers."""
        return listens(self.port)

    def environment(self) -> dict[str, str]:
        """What the process sees of ours."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "TZ": "UTC"}

    def as_user(self) -> dict[str, str]:
        """For subprocess: nobody's server runs as root."""
        return {"user": self.user, "group": self.user} if ROOT and self.user else {}

    def start(self, patience: float = PATIENCE_SECONDS) -> Self:
        """Start and wait until it answers."""
        self.launch()
        until(self._is_up, patience)
        return self

    def launch(self) -> None:
        """Start without waiting."""
        with (self.folder / "output.log").open("ab") as output:
            self.process = subprocess.Popen(
                list(self.command()),
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self.as_user(),  # type: ignore[call-overload]  # two optional words
            )

    def _is_up(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "output.log").read_text()[-2000:]
        return self.is_ready()

    @property
    def is_running(self) -> bool:
        """The process is there (perhaps frozen)."""
        return self.process is not None and self.process.poll() is None

    def stop(self, how: signal.Signals = signal.SIGTERM, patience: float = PATIENCE_SECONDS) -> None:
        """Ask it to end, and wait."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
        if self.process is not None:
            self.process.wait(patience)

    def kill(self) -> None:
        """`kill -9` for the whole family."""
        self._signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait(PATIENCE_SECONDS)

    def freeze(self) -> None:
        """SIGSTOP for the whole family: it accepts connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT for the whole family."""
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        for pid in family(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, which)

    def close(self) -> None:
        """Leave nothing behind."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        """Started; closed at the end of the block."""
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_: object) -> None:
        """Closed."""
        self.close()


@dataclass
class Redis(Program):
    """A Redis that keeps nothing on the disk unless asked to."""

    name: ClassVar[str] = "redis"
    options: tuple[str, ...] = ("--save", "", "--appendonly", "no")

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str]:
        """On the loopback only."""
        return [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.folder),
            *self.options,
        ]

    def is_ready(self) -> bool:
        """It answers PING."""
        return self.ask("PING") == "+PONG"

    def ask(self, *words: str) -> str:
        """One command on a connection of its own; the first line of the answer, empty if there is none."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
            line.sendall((" ".join(words) + "\r\n").encode())
            return line.recv(4096).decode().partition("\r\n")[0]
        return ""
