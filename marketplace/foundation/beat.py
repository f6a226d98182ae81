"""Beat: asks for periodic tasks on time, keeps nothing, and is silent while nobody takes what it asked."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import structlog
from celery.beat import ScheduleEntry, Scheduler

from marketplace.foundation import dispatch
from marketplace.foundation.broker import Queue

log = structlog.get_logger(__name__)


class AskingScheduler(Scheduler):
    """Celery's scheduler without a file (the database knows what is due), which adds nothing to a full queue.

    A question that has expired stays in Redis until a worker throws it away: days without workers would fill it.
    """

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Ask, unless the queue is full or cannot be looked at: the next question comes soon."""
        try:
            waiting = self._queue.length()
        except dispatch.BrokerDown as error:
            log.warning("beat_cannot_ask", task=entry.name, error=str(error)[:200])
            return
        if waiting < dispatch.MOST_QUEUED:
            super().apply_entry(entry, producer=producer)
        else:
            log.warning("beat_does_not_ask", task=entry.name, waiting=waiting)

    @cached_property
    def _queue(self) -> Queue:
        return Queue(self.app.conf.broker_url, self.app.conf.task_default_queue)
