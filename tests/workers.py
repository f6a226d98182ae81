"""A real Celery worker on a real Redis for the suites: in a thread of the test's process, so that its clock is ours."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 0.002


class Pending:
    """How many messages this process put into its queue that are not worked off: Redis alone does not tell."""

    def __init__(self) -> None:
        self._counting = threading.Lock()
        self.number = 0
        self.queue = ""

    def sent(self, routing_key: str, **_: object) -> None:
        """One more; the worker may have been quicker."""
        if routing_key == self.queue:
            with self._counting:
                self.number += 1

    def worked_off(self, **_: object) -> None:
        """One less: its task has ended, or it came too late."""
        with self._counting:
            self.number -= 1


pending = Pending()


@contextmanager
def working(app: Flask) -> Iterator[None]:
    """While the block runs, a worker takes the application's jobs from its queue."""
    from celery import signals  # noqa: PLC0415 - only where there is a Redis
    from celery.contrib.testing.worker import start_worker  # noqa: PLC0415 - see above

    from marketplace.foundation import relay  # noqa: PLC0415 - tests of rules need no application
    from marketplace.foundation.workers import make_worker  # noqa: PLC0415 - see above

    celery = make_worker(app)
    celery.conf.update(worker_enable_remote_control=False)
    pending.queue = app.extensions["settings"].job_queue
    signals.after_task_publish.connect(pending.sent)
    signals.task_postrun.connect(pending.worked_off)
    signals.task_revoked.connect(pending.worked_off)
    with (
        start_worker(celery, perform_ping_check=False, shutdown_timeout=PATIENCE_SECONDS),
        patch.object(relay, "drain", _drained(relay.drain)),
    ):
        yield
    celery.close()
    if sender := app.extensions.pop("job_sender", None):
        sender.close()


def _drained(drain: Callable[..., None]) -> Callable[..., None]:
    """What a job does after its commit, such as telling the index, is done too when this returns."""

    def drained(app: Flask, *more: Any) -> None:
        drain(app, *more)
        wait_until_idle()

    return drained


def wait_until_idle() -> None:
    """Until every message that this process sent is worked off."""
    began = time.monotonic()
    while pending.number > 0:
        assert time.monotonic() - began < PATIENCE_SECONDS, f"{pending.number} message(s) are not worked off"
        time.sleep(PAUSE_SECONDS)
