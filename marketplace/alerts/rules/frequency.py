"""How often a person is told about one search or list, and when next, by the person's own clock."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from marketplace.notifications.rules import Wishes, next_digest

MONDAY = 0
DAYS_LOOKED_AHEAD = 9


class Kind(StrEnum):
    """What can be followed: a kept search, the matches of a mandate, the matches that a profile alone gives."""

    SEARCH = "search"
    MANDATE = "mandate"
    LIST = "list"


class Frequency(StrEnum):
    """How often; the digest comes at the hour that the person chose for digests."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


# A mandate is published to find somebody, so those who run it hear of new parties unless they say no; what a profile
# alone suggests, and a kept search, is told to those who ask for it.
BY_ITSELF = Frequency.WEEKLY


def next_look(frequency: Frequency, wishes: Wishes, moment: datetime) -> datetime | None:
    """When there is to be looked next: at the person's next digest, or the next one that comes on a Monday."""
    if frequency is Frequency.OFF:
        return None
    due = next_digest(wishes, moment)
    if frequency is Frequency.DAILY:
        return due
    place = ZoneInfo(wishes.zone)
    for _day in range(DAYS_LOOKED_AHEAD):
        if due.astimezone(place).weekday() == MONDAY:
            break
        due = next_digest(wishes, due)
    return due
