"""From a specification to a drawing: one thread of this process draws, everybody else waits for it a short time.

The drawing engine starts slowly and is a whole interpreter of its own. A page never waits longer than `PATIENCE`: it
shows the table alone, and the finished drawing is there for the next reader.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import lru_cache
from importlib.metadata import version
from queue import SimpleQueue
from typing import Any

import structlog
import vl_convert
from flask import Flask

from marketplace.foundation.cache import remembered
from marketplace.foundation.charts.svg import plain_svg

PATIENCE = 1.5  # seconds
KEPT_SECONDS = 7 * 24 * 3600
MOST_WAITING = 40
VERSION = 1  # raised when what is kept of a drawing changes its shape
ENGINE = version("vl-convert-python")
Spec = dict[str, Any]
log = structlog.get_logger(__name__)


class Drawer:
    """One thread with the engine; asks for the same drawing share one answer."""

    def __init__(self, draw: Callable[[Spec], str]) -> None:
        self._draw = draw
        self._asked: SimpleQueue[tuple[Spec, Future[str]]] = SimpleQueue()
        self._open: dict[str, Future[str]] = {}
        self._guard = threading.Lock()
        threading.Thread(target=self._work, name="charts", daemon=True).start()

    def ask(self, key: str, spec: Spec) -> Future[str] | None:
        """The drawing to come; None while too many wait already."""
        with self._guard:
            if key not in self._open:
                if len(self._open) >= MOST_WAITING:
                    self._forget_finished()
                if len(self._open) >= MOST_WAITING:
                    return None
                self._open[key] = Future()
                self._asked.put((spec, self._open[key]))
            return self._open[key]

    def taken(self, key: str) -> None:
        """Whoever asked has the drawing: it need not be kept here."""
        with self._guard:
            self._open.pop(key, None)

    def _forget_finished(self) -> None:
        self._open = {key: future for key, future in self._open.items() if not future.done()}

    def _work(self) -> None:
        while True:
            spec, future = self._asked.get()
            try:
                future.set_result(self._draw(spec))
            except Exception as error:  # noqa: BLE001 - the thread goes on; whoever asked hears of it
                future.set_exception(error)


def _svg_of(spec: Spec) -> str:
    return plain_svg(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


@lru_cache(maxsize=1)
def _drawer(_process: int) -> Drawer:
    return Drawer(_svg_of)


def drawn(spec: Spec) -> str | None:
    """The drawing, kept by what it shows; None when it cannot be had in time or at all."""
    key = hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()
    try:
        return remembered(f"charts.{VERSION}.{ENGINE}.{key}", KEPT_SECONDS, lambda: _wait(key, spec))
    except TimeoutError:
        return None
    except ValueError as error:
        log.error("chart_not_drawn", error_kind=type(error).__name__, exc_info=error)
        return None


def _wait(key: str, spec: Spec) -> str:
    drawer = _drawer(os.getpid())
    future = drawer.ask(key, spec)
    if future is None:
        raise TimeoutError
    picture = future.exception(timeout=PATIENCE)
    drawer.taken(key)
    if picture is not None:
        raise picture
    return future.result()


def warm(_app: Flask) -> Callable[[], None]:
    """Start the engine beside the pages, so that no reader waits for its start; gives what ends it: nothing."""
    _drawer(os.getpid()).ask("warm", {"mark": "bar", "data": {"values": []}})
    return lambda: None
