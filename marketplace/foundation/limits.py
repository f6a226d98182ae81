"""Limits on what may be tried how often: one table, one function."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Network, ip_address

from flask import current_app, request
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from marketplace.foundation.clock import now
from marketplace.foundation.ids import hash_secret
from marketplace.foundation.redis import RedisAway, RedisLine

LIMITS: Mapping[str, str] = {
    "sign_in.account": "10 per 5 minutes",
    "sign_in.address": "30 per 5 minutes",
    "sign_in.browser": "10 per 5 minutes",
    "sign_in.all": "1000 per 5 minutes",
    "mailed_link.all": "1000 per 5 minutes",
    "sign_up.address": "10 per hour",
    "reset.account": "5 per day",
    "reset.address": "20 per hour",
    "verify_mail.account": "3 per 6 hours",
    "invite.organisation": "50 per day",
    "join.person": "20 per day",
    "search.address": "300 per minute",
    "suggest.address": "600 per minute",
    "picture.address": "120 per minute",
    "introduction.organisation": "50 per day",
    "message.person": "60 per minute",
    "answer.organisation": "600 per hour",
    "upload.organisation": "200 per hour",
}


class TooMany(Exception):
    """Tried too often (429); `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class SharedWindows:
    """Moving windows in Redis, counted by all processes together."""

    def __init__(self, line: RedisLine) -> None:
        self._line = line
        storage = RedisStorage(line.url, connection_pool=line.client.connection_pool, key_prefix="vuon:limits")
        self._windows = MovingWindowRateLimiter(storage)

    def hit(self, item: RateLimitItem, name: str, key: str) -> bool:
        """Count one try. False: the window is full; RedisAway: nobody knows."""
        return self._line.ask(lambda _: self._windows.hit(item, name, hash_secret(key)))


class Limiter:
    """Moving windows: counted in this process, and with Redis by all processes together.

    While Redis does not answer, the own count stands alone and allows half: it must not matter how many processes
    there are. It is never off.
    """

    def __init__(self, line: RedisLine | None = None) -> None:
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = SharedWindows(line) if line else None
        self.items: dict[str, list[RateLimitItem]] = {name: parse_many(text) for name, text in LIMITS.items()}

    def hit(self, name: str, key: str) -> None:
        """Count one try; raises TooMany once a window is full."""
        for item in self.items[name]:
            within = self._own.hit(item, name, key)
            if self._shared is not None:
                within = self._hit_shared(self._shared, item, name, key) and within
            if not within:
                raise TooMany(self._wait(item, name, key))

    def _hit_shared(self, shared: SharedWindows, item: RateLimitItem, name: str, key: str) -> bool:
        within_half = self._own.hit(_half(item), name, key)
        try:
            return shared.hit(item, name, key)
        except RedisAway:
            return within_half

    def _wait(self, item: RateLimitItem, name: str, key: str) -> int:
        """Seconds until there is room in the own window; where others filled theirs, its whole length."""
        stats = self._own.get_window_stats(item, name, key)
        return item.get_expiry() if stats.remaining else max(1, round(stats.reset_time - now().timestamp()))


def _half(item: RateLimitItem) -> RateLimitItem:
    return type(item)(max(1, item.amount // 2), item.multiples, "half")


def hit(name: str, key: str) -> None:
    """Count one try of `name` by `key` (a person, an account's folded address, a network address)."""
    limiter: Limiter = current_app.extensions["limiter"]
    limiter.hit(name, key)


def network_address() -> str:
    """Where the request comes from. Of IPv6 the network of 64 bits: one connection has all of its addresses."""
    text = request.remote_addr or "-"
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if address.version == 4:
        return text
    within = address.ipv4_mapped
    return str(within) if within else str(IPv6Network((address, 64), strict=False))
