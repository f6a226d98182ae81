"""Which notices reach a person by e-mail, when, and when not to disturb: data and plain functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

HOURS = 24
DEFAULT_ZONE = "Asia/Ho_Chi_Minh"
DEFAULT_DIGEST_HOUR = 7
# Where those who use the site sit; a zone stored earlier stays valid though it left this list.
ZONES = (
    "Asia/Ho_Chi_Minh", "Asia/Bangkok", "Asia/Jakarta", "Asia/Kuala_Lumpur", "Asia/Singapore", "Asia/Manila",
    "Asia/Hong_Kong", "Asia/Taipei", "Asia/Shanghai", "Asia/Seoul", "Asia/Tokyo", "Asia/Kolkata", "Asia/Dubai",
    "Asia/Riyadh", "Asia/Jerusalem", "Europe/Istanbul", "Europe/Moscow", "Europe/Helsinki", "Europe/Warsaw",
    "Europe/Berlin", "Europe/Paris", "Europe/Amsterdam", "Europe/Zurich", "Europe/Stockholm", "Europe/London",
    "Africa/Johannesburg", "America/Sao_Paulo", "America/New_York", "America/Toronto", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland", "UTC",
)  # fmt: skip


class Channel(StrEnum):
    """How a notice goes out besides the list on the site."""

    NOW = "now"
    DIGEST = "digest"
    NONE = "none"


class Topic(StrEnum):
    """What a notice is about; one choice is made for each."""

    INTRODUCTIONS = "introductions"
    MESSAGES = "messages"
    DEALS = "deals"
    VERIFICATION = "verification"
    ORGANISATION = "organisation"
    ALERTS = "alerts"
    ACCESS = "access"


# Changes of one's own rights are told at once, whatever was chosen.
ALWAYS = frozenset({Topic.ACCESS})
CHOSEN = tuple(topic for topic in Topic if topic not in ALWAYS)
# What is a digest already: it comes when it is written, or not by mail; how often is chosen where it is followed.
DIGESTS = frozenset({Topic.ALERTS})
_TOPICS: Mapping[str, Topic] = {
    "deals.asked": Topic.INTRODUCTIONS,
    "deals.introduced": Topic.INTRODUCTIONS,
    "deals.request_ended": Topic.INTRODUCTIONS,
    "deals.to_verify": Topic.VERIFICATION,
    "deals.to_decide": Topic.VERIFICATION,
    "deals.decided": Topic.VERIFICATION,
    "organisations.join_asked": Topic.ORGANISATION,
}
_TOPICS_OF_FEATURES: Mapping[str, Topic] = {
    "alerts": Topic.ALERTS,
    "deals": Topic.DEALS,
    "messaging": Topic.MESSAGES,
}


def topic_of(kind: str) -> Topic:
    """What a kind of notice is about. One that nobody sorted is told at once rather than lost."""
    return _TOPICS.get(kind) or _TOPICS_OF_FEATURES.get(kind.partition(".")[0], Topic.ACCESS)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chose. Quiet hours are whole hours of the person's own clock, from one up to the other."""

    channels: Mapping[str, str] = field(default_factory=dict)
    zone: str = DEFAULT_ZONE
    digest_hour: int = DEFAULT_DIGEST_HOUR
    quiet_from: int | None = None
    quiet_until: int | None = None

    def channel(self, topic: Topic) -> Channel:
        """At once, unless something else was chosen."""
        chosen = Channel.NOW if topic in ALWAYS else Channel(self.channels.get(topic, Channel.NOW))
        return Channel.NOW if topic in DIGESTS and chosen is Channel.DIGEST else chosen

    @property
    def has_quiet_hours(self) -> bool:
        """Both ends are given and they differ."""
        return self.quiet_from is not None and self.quiet_until is not None and self.quiet_from != self.quiet_until


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of one notice's mail: how it goes, and not before when; no time: as soon as possible."""

    channel: Channel
    not_before: datetime | None = None


NO_WISHES = Wishes()


def plan(kind: str, wishes: Wishes, moment: datetime) -> Plan:
    """How a notice of this kind reaches a person with these wishes, as seen from this moment."""
    topic = topic_of(kind)
    channel = wishes.channel(topic)
    if channel is Channel.DIGEST:
        return Plan(channel, next_digest(wishes, moment))
    if channel is Channel.NOW and topic not in ALWAYS:
        return Plan(channel, end_of_quiet(wishes, moment))
    return Plan(channel)


def is_quiet(wishes: Wishes, moment: datetime) -> bool:
    """Whether the person's clock shows an hour in which nothing should arrive."""
    if wishes.quiet_from is None or wishes.quiet_until is None:
        return False
    hour = moment.astimezone(ZoneInfo(wishes.zone)).hour
    length = (wishes.quiet_until - wishes.quiet_from) % HOURS
    return (hour - wishes.quiet_from) % HOURS < length


def end_of_quiet(wishes: Wishes, moment: datetime) -> datetime | None:
    """The first moment after this one that is not quiet; None while it is not quiet now."""
    if not is_quiet(wishes, moment) or wishes.quiet_until is None:
        return None
    end = _next_time(wishes.quiet_until, wishes.zone, moment)
    while is_quiet(wishes, end):  # an hour that the clock showed twice, or went back to
        end += timedelta(minutes=30)
    return end


def next_digest(wishes: Wishes, moment: datetime) -> datetime:
    """When the person's clock next shows the hour of the digest, and it is not quiet."""
    due = _next_time(wishes.digest_hour, wishes.zone, moment)
    return end_of_quiet(wishes, due) or due


def _next_time(hour: int, zone: str, moment: datetime) -> datetime:
    """When a clock there next shows this hour, after the moment; an hour that a spring day leaves out ends with it."""
    place = ZoneInfo(zone)
    day = moment.astimezone(place).date()
    found = (_at(day + timedelta(days=later), hour, place, fold) for later in (0, 1, 2) for fold in (0, 1))
    return min(each for each in found if each > moment)


def _at(day: date, hour: int, place: ZoneInfo, fold: int) -> datetime:
    return datetime.combine(day, time(hour, fold=fold), place).astimezone(UTC)
