"""A thread beside the relay for what takes long: one thing at a time, while jobs go on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import structlog
from flask import Flask

from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import db

PATIENCE_SECONDS = 10.0
Step = Callable[[], object]
log = structlog.get_logger(__name__)


class Aside:
    """Does the steps it is given, in its own application context and so with a database session of its own."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    @property
    def is_free(self) -> bool:
        """Whether nothing is being done."""
        return self._thread is None or not self._thread.is_alive()

    def begin(self, steps: Sequence[Step]) -> None:
        """Do these steps one after the other, unless others are being done still."""
        if not self.is_free or self._stopping.is_set():
            return
        self._thread = threading.Thread(target=self._do, args=(steps,), name="relay-aside", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing more, and wait a while for what is under way; after a kill it is done again all the same."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=PATIENCE_SECONDS)

    def _do(self, steps: Sequence[Step]) -> None:
        for step in steps:
            if self._stopping.is_set():
                return
            with self._app.app_context(), acting_as(SYSTEM):
                _safely(step)


def _safely(step: Step) -> None:
    try:
        step()
    except Exception:
        db.session.rollback()
        log.exception("long_step_failed")
