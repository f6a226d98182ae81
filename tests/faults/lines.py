"""A TCP proxy between a client and a server: forwards, hangs, slows down, or cuts the line at a chosen word."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Self

from tests.faults.servers import free_port


@dataclass
class Proxy:
    """Every connection to `port` goes on to `target`; what happens to it can be changed at any time."""

    target: int
    port: int = field(default_factory=free_port)
    hanging: bool = False  # bytes are taken and go nowhere
    delay_seconds: float = 0.0  # before each piece goes on to the server
    cut_answer_after: bytes | None = None  # once: this word goes to the server, its answer goes nowhere
    cut_only_after: bytes = b""  # that word counts only once the same line has carried this one
    cuts: int = 0
    _listener: socket.socket = field(init=False)
    _lines: set[socket.socket] = field(default_factory=set, init=False)
    _guard: threading.Lock = field(default_factory=threading.Lock, init=False)
    _threads: list[threading.Thread] = field(default_factory=list, init=False)

    def __enter__(self) -> Self:
        """Listening."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._run(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        """Every line cut, nobody listening."""
        self.refuse()
        self.hanging = False
        for thread in self._threads:
            thread.join(5)

    def refuse(self) -> None:
        """Nobody listens any more and every line is cut: the machine is gone."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def listen_again(self) -> None:
        """After `refuse`."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._run(self._accept)

    def cut(self) -> None:
        """End every connection now; new ones are welcome."""
        with self._guard:
            lines, self._lines = self._lines, set()
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _run(self, work: object, *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)  # type: ignore[arg-type]  # our own methods
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._run(self._join, client)

    def _join(self, client: socket.socket) -> None:
        """One connection: two pumps, both ends closed when either ends."""
        with client, socket.socket() as server:
            with self._guard:
                self._lines |= {client, server}
            if server.connect_ex(("127.0.0.1", self.target)) == 0:
                answering = threading.Event()
                answering.set()
                back = threading.Thread(target=self._pump_answers, args=(server, client, answering), daemon=True)
                back.start()
                self._pump_questions(client, server, answering)
                back.join()
            with self._guard:
                self._lines -= {client, server}

    def _pump_questions(self, client: socket.socket, server: socket.socket, answering: threading.Event) -> None:
        armed = False
        with contextlib.suppress(OSError):
            while piece := client.recv(65536):
                time.sleep(self.delay_seconds)
                self._wait_while_hanging()
                armed = armed or self.cut_only_after in piece
                fatal = armed and self.cut_answer_after is not None and self.cut_answer_after in piece
                if fatal:
                    self.cut_answer_after = None
                    answering.clear()
                server.sendall(piece)
                if fatal:
                    time.sleep(0.2)  # the server does what it was told
                    self.cuts += 1
                    break
        _end(server, client)

    def _pump_answers(self, server: socket.socket, client: socket.socket, answering: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while piece := server.recv(65536):
                self._wait_while_hanging()
                if answering.is_set():
                    client.sendall(piece)
        _end(server, client)

    def _wait_while_hanging(self) -> None:
        while self.hanging:
            time.sleep(0.01)


def _end(*lines: socket.socket) -> None:
    for line in lines:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
