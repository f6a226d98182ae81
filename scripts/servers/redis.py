"""Redis: the distribution's own; it never forgets by itself, because it also carries the jobs' ids."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from scripts.servers.machine import User, first_program, install, user_for
from scripts.servers.records import Record
from scripts.servers.server import Server

ALWAYS = "bind 127.0.0.1\nprotected-mode yes\ndaemonize no\nmaxmemory-policy noeviction\ndatabases 16\n"
DURABLE = "appendonly yes\nappendfsync everysec\nsave 900 1\n"
FAST = 'appendonly no\nsave ""\n'


@dataclass
class Redis(Server):
    """One Redis for limits, cache and the jobs' ids."""

    kind: ClassVar[str] = "redis"

    @cached_property
    def user(self) -> User:
        """The user of the distribution's package."""
        return user_for("redis", "nobody")

    def find(self) -> None:
        """The package, where it is not there."""
        if not first_program(["redis-server"]):
            install("redis-server")

    def prepare(self, record: Record) -> Record:
        """Its configuration, written anew at each start."""
        file = Path(record.folder) / "redis.conf"
        kept = FAST if record.throw_away else DURABLE
        file.write_text(f"{ALWAYS}{kept}port {record.port}\ndir {record.folder}\n", encoding="utf-8")
        self.user.own(file)
        return record

    def command(self, record: Record) -> tuple[Sequence[str], Mapping[str, str]]:
        """The server in the foreground."""
        return [first_program(["redis-server"]) or "redis-server", f"{record.folder}/redis.conf"], {}

    def answers(self, record: Record) -> bool:
        """It answers PING, which it does once its data is loaded."""
        try:
            with socket.create_connection(("127.0.0.1", record.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def url_at(self, record: Record) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{record.port}"
