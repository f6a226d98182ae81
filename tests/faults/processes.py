"""The processes that do the jobs in production, to be killed: relay, workers, beat; and a mail server that waits."""

from __future__ import annotations

import re
import socketserver
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Self

from marketplace.config import ROOT
from tests.faults.servers import Program, free_port

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MESSAGE_ID = re.compile(r"^Message-ID:\s*(<[^>]+>)", re.MULTILINE | re.IGNORECASE)
ROOT_WARNING = "ignore:You're running the worker"  # the tests may run as root, a production's worker never
CELERY = (sys.executable, "-W", "error", "-W", ROOT_WARNING, "-m", "celery", "-A", "marketplace.worker")


@dataclass
class Process(Program):
    """A process of the site; it is ready when its log says so."""

    words: ClassVar[tuple[str, ...]] = ()
    ready: ClassVar[str] = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    _seen: int = field(default=0, init=False)

    def environment(self) -> dict[str, str]:
        """The site's settings."""
        return {**super().environment(), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **self.variables}

    def command(self) -> Sequence[str]:
        """What its class says."""
        return self.words

    @property
    def said(self) -> str:
        """Its log since the last launch."""
        log = self.folder / "output.log"
        return log.read_text(errors="replace")[self._seen :] if log.exists() else ""

    def launch(self) -> None:
        """Forget what the last one said."""
        self._seen += len(self.said)
        super().launch()

    def is_ready(self) -> bool:
        """Its log says so."""
        return self.ready in self.said


class Worker(Process):
    """One Celery worker with one child."""

    name = "worker"
    words = (*CELERY, "worker", "--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
    ready = "ready."


class Beat(Process):
    """Celery's clock."""

    name = "beat"
    words = (*CELERY, "beat", "--loglevel", "INFO")
    ready = "beat: Starting"


class RelayProcess(Process):
    """The relay as production runs it; it says nothing while all is well."""

    name = "relay"
    words = (sys.executable, "-W", "error", "-m", "flask", "--app", "wsgi", "relay")


class _Line(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        while word := self.rfile.readline().decode().strip().upper():
            if word.startswith("QUIT"):
                return self._say("221 bye")
            if word.startswith("DATA"):
                self._say("354 go on")
                self.server.take(self._text())
            self._say("250 ok")
        return None

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def _text(self) -> str:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        return b"".join(lines).decode(errors="replace").replace("\r\n", "\n")


class MailServer(socketserver.ThreadingTCPServer):
    """Accepts every mail, and says so a while later: whoever sent it can be killed in between."""

    allow_reuse_address = True
    daemon_threads = True
    hold_seconds = 0.3

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", free_port()), _Line)
        self.ids: list[str] = []
        self.in_hand = 0
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Its address."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def take(self, text: str) -> None:
        """Accepted; the answer comes later."""
        found = MESSAGE_ID.search(text)
        self.ids.append(found[1] if found else "")
        self.in_hand += 1
        time.sleep(self.hold_seconds)
        self.in_hand -= 1

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that was killed leaves a broken line."""

    def __enter__(self) -> Self:
        """Serving."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Closed."""
        self.shutdown()
        self.server_close()
