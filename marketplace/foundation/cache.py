"""Values that may be a few seconds old, kept in Redis or in this process; never the only place of anything."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from flask import current_app

from marketplace.config import Settings
from marketplace.foundation.redis import RedisAway, RedisLine

VERSION = 1  # raised when what is kept under a name changes its shape: old and new processes run side by side
LARGEST = 1000
Value = TypeVar("Value")


class OwnMemory:
    """Texts with an end, in this process; the ones used longest ago go first."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._kept: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, name: str) -> str | None:
        """The text, unless it is too old."""
        with self._guard:
            ends, text = self._kept.get(name, (0.0, ""))
            if ends <= time.monotonic():
                self._kept.pop(name, None)
                return None
            self._kept.move_to_end(name)
            return text

    def put(self, name: str, text: str, seconds: int) -> None:
        """Keep it for so long."""
        with self._guard:
            self._kept[name] = (time.monotonic() + seconds, text)
            self._kept.move_to_end(name)
            while len(self._kept) > self._largest:
                self._kept.popitem(last=False)

    def drop(self, name: str) -> None:
        """Forget it."""
        with self._guard:
            self._kept.pop(name, None)


class SharedMemory:
    """The same in Redis, for every process. Where Redis does not answer, nothing is there and nothing is kept."""

    def __init__(self, line: RedisLine) -> None:
        self._line = line

    def get(self, name: str) -> str | None:
        """The text, unless it is too old or Redis is away."""
        try:
            found = self._line.ask(lambda redis: redis.get(name))
        except RedisAway:
            return None
        return found.decode() if isinstance(found, bytes) else None

    def put(self, name: str, text: str, seconds: int) -> None:
        """Keep it for so long, if Redis is there."""
        self._try(lambda redis: redis.set(name, text, ex=seconds))

    def drop(self, name: str) -> None:
        """Forget it; if Redis is away, its own end comes soon."""
        self._try(lambda redis: redis.delete(name))

    def _try(self, question: Callable[..., object]) -> None:
        try:
            self._line.ask(question)
        except RedisAway:
            return


Memory = OwnMemory | SharedMemory


def memory_for(line: RedisLine | None) -> Memory:
    """Where an application keeps what may be a few seconds old."""
    return SharedMemory(line) if line else OwnMemory()


def remembered(name: str, seconds: int, make: Callable[[], Value]) -> Value:
    """The value of a name (plain JSON), made anew when it is not there, too old or unreadable."""
    memory = _memory()
    kept = memory.get(_key(name))
    if kept is not None:
        try:
            found: Value = json.loads(kept)
        except ValueError:
            memory.drop(_key(name))
        else:
            return found
    value = make()
    memory.put(_key(name), json.dumps(value, ensure_ascii=False), seconds)
    return value


def kept(name: str) -> str | None:
    """The text kept under a name, unless it is too old."""
    return _memory().get(_key(name))


def keep(name: str, text: str, seconds: int) -> None:
    """Keep a text under a name for so long."""
    _memory().put(_key(name), text, seconds)


def drop(name: str) -> None:
    """Forget a value because what it was made of changed."""
    _memory().drop(_key(name))


def _memory() -> Memory:
    memory: Memory = current_app.extensions["cache"]
    return memory


def _key(name: str) -> str:
    """A name of this site's own: several sites may share one Redis database."""
    settings: Settings = current_app.extensions["settings"]
    return f"vuon:cache:{VERSION}:{settings.job_queue}:{name}"
