"""How often a person is told about one search or list, and when next, by the person's own clock."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from marketplace.notifications.rules import Wishes, end_of_quiet, next_digest

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


def not_today(wishes: Wishes, told_at: datetime | None, moment: datetime) -> datetime | None:
    """For who was told today already, by the own clock: when the first digest of a later day comes.

    What was written in quiet hours is told when they end.
    """
    if told_at is None:
        return None
    place = ZoneInfo(wishes.zone)
    told_on = (end_of_quiet(wishes, told_at) or told_at).astimezone(place).date()
    if told_on < moment.astimezone(place).date():
        return None
    due = next_digest(wishes, moment)
    while due.astimezone(place).date() <= told_on:
        due = next_digest(wishes, due)
    return due
