"""Many who wait for the same work: one after the other, for a while; one that fails keeps nobody else away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

import structlog

from marketplace.foundation.database import db

AT_ONCE = 50
Waiting = Callable[[int], Sequence[str]]
Work = Callable[[str], object]
log = structlog.get_logger(__name__)


def in_turn(waiting: Waiting, work: Work, seconds: float) -> None:
    """Work until nobody waits or the time is over; `waiting` names so many, and nobody whose work was done.

    Who failed waits for another time. Raises the first failure, after everybody else had a turn.
    """
    until = monotonic() + seconds
    failed: dict[str, Exception] = {}
    while _some(waiting, work, failed) and monotonic() < until:
        pass
    for error in failed.values():
        raise error


def _some(waiting: Waiting, work: Work, failed: dict[str, Exception]) -> bool:
    """The turns of a few, and whether there were any."""
    found = [one for one in waiting(AT_ONCE + len(failed)) if one not in failed]
    for one in found:
        try:
            work(one)
        except Exception as error:
            db.session.rollback()
            log.exception("turn_failed", who=one)
            failed[one] = error
    return bool(found)
