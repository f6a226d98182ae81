"""Limits on what may be tried how often: one table, one function."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Network, ip_address

from flask import current_app, request
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from marketplace.foundation.clock import now

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
    "introduction.organisation": "50 per day",
    "message.person": "60 per minute",
    "upload.organisation": "200 per hour",
}


class TooMany(Exception):
    """Tried too often (429); `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class Limiter:
    """Moving windows, kept in this process."""

    def __init__(self) -> None:
        self.windows = MovingWindowRateLimiter(MemoryStorage())
        self.items: dict[str, list[RateLimitItem]] = {name: parse_many(text) for name, text in LIMITS.items()}

    def hit(self, name: str, key: str) -> None:
        """Count one try; raises TooMany once a window is full."""
        for item in self.items[name]:
            if not self.windows.hit(item, name, key):
                reset = self.windows.get_window_stats(item, name, key).reset_time
                raise TooMany(max(1, round(reset - now().timestamp())))


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
