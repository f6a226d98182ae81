"""Redis, where there is one: a client that gives up at once, and leaves a server alone that did not answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from flask import current_app
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

CONNECT_SECONDS = ANSWER_SECONDS = 0.1  # together 200 ms: what a page may lose to a Redis that hangs
LEFT_ALONE_SECONDS = 10.0
Value = TypeVar("Value")
log = structlog.get_logger(__name__)


class RedisAway(Exception):
    """Redis did not answer, or did not a moment ago: do without it."""


class RedisLine:
    """The one client of an application. After a failure nobody asks for some seconds, then one tries again."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client: Redis = Redis.from_url(
            url,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._away_until = 0.0
        self._failing = False
        self._guard = threading.Lock()

    def ask(self, question: Callable[[Any], Value]) -> Value:
        """What the question gives when it is put to the client; RedisAway if there is no answer."""
        if not self._may_ask():
            raise RedisAway
        try:
            answer = question(self.client)
        except (RedisError, OSError) as error:
            self._note_failure(error)
            raise RedisAway from error
        if self._failing:
            self._failing = False
            log.info("redis_is_back")
        return answer

    @property
    def is_away(self) -> bool:
        """The last question had no answer."""
        return self._failing

    def _may_ask(self) -> bool:
        if not self._failing:
            return True
        with self._guard:
            moment = time.monotonic()
            if moment < self._away_until:
                return False
            self._away_until = moment + LEFT_ALONE_SECONDS  # the others wait for what this one finds
            return True

    def _note_failure(self, error: Exception) -> None:
        if not self._failing:
            log.warning("redis_is_away", error_kind=type(error).__name__)
        with self._guard:
            self._failing, self._away_until = True, time.monotonic() + LEFT_ALONE_SECONDS


def line() -> RedisLine | None:
    """This application's client; None where everything is kept in the process."""
    found: RedisLine | None = current_app.extensions.get("redis")
    return found


def line_to(url: str) -> RedisLine | None:
    """The client for a setting; connects to nothing yet."""
    return RedisLine(url) if url else None
