"""When a mail may reach a person: quiet hours by the person's own clock, also where clocks are put back and forth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.notifications.rules import (
    ALWAYS,
    CHOSEN,
    NO_WISHES,
    ZONES,
    Channel,
    Topic,
    Wishes,
    end_of_quiet,
    is_quiet,
    next_digest,
    plan,
    topic_of,
)

hours = st.integers(0, 23)
moments = st.integers(0, 7 * 365 * 24 * 4).map(
    lambda quarters: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
)
wishes = st.builds(
    Wishes,
    channels=st.dictionaries(st.sampled_from([topic.value for topic in CHOSEN]), st.sampled_from(list(Channel))),
    zone=st.sampled_from(ZONES),
    digest_hour=hours,
    quiet_from=st.none() | hours,
    quiet_until=st.none() | hours,
)


def at(text: str, zone: str = "Asia/Ho_Chi_Minh") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-11-22T21:59", None),
        ("2026-11-22T22:00", "2026-11-23T06:00"),
        ("2026-11-22T23:59", "2026-11-23T06:00"),
        ("2026-11-23T00:30", "2026-11-23T06:00"),
        ("2026-11-23T05:59", "2026-11-23T06:00"),
        ("2026-11-23T06:00", None),
    ],
)
def test_quiet_hours_cross_midnight(moment: str, end: str | None) -> None:
    night = Wishes(quiet_from=22, quiet_until=6)
    assert end_of_quiet(night, at(moment)) == (at(end) if end else None)


def test_on_a_spring_day_an_hour_that_does_not_exist_ends_with_the_jump() -> None:
    berlin = Wishes(zone="Europe/Berlin", quiet_from=22, quiet_until=2)  # 2:00 to 3:00 is left out on 28 March 2027
    end = end_of_quiet(berlin, at("2027-03-28T00:30", "Europe/Berlin"))
    assert end == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert end.astimezone(ZoneInfo("Europe/Berlin")).hour == 3


def test_on_an_autumn_day_the_hour_that_comes_twice_is_quiet_twice() -> None:
    new_york = Wishes(zone="America/New_York", quiet_from=23, quiet_until=2)  # 1:00 to 2:00 comes twice on 1 Nov 2026
    first, second = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert {each.astimezone(ZoneInfo("America/New_York")).hour for each in (first, second)} == {1}
    ends = {end_of_quiet(new_york, first), end_of_quiet(new_york, second)}
    assert ends == {datetime(2026, 11, 1, 7, 0, tzinfo=UTC)}


@given(wishes, moments)
def test_the_end_of_the_quiet_is_later_and_not_quiet(wished: Wishes, moment: datetime) -> None:
    end = end_of_quiet(wished, moment)
    assert (end is not None) == is_quiet(wished, moment)
    if end is not None:
        assert moment < end <= moment + timedelta(hours=25)
        assert not is_quiet(wished, end)


@given(wishes, moments)
def test_a_digest_comes_within_two_days_and_never_in_quiet_hours(wished: Wishes, moment: datetime) -> None:
    due = next_digest(wished, moment)
    assert moment < due <= moment + timedelta(hours=50)
    assert not is_quiet(wished, due)


@given(wishes, moments, st.sampled_from(["organisations.removed", "organisations.role_changed", "nobody.knows"]))
def test_what_concerns_ones_own_access_goes_at_once_whatever_was_chosen(
    wished: Wishes, moment: datetime, kind: str
) -> None:
    planned = plan(kind, wished, moment)
    assert (planned.channel, planned.not_before) == (Channel.NOW, None)


def test_who_chose_nothing_is_told_at_once() -> None:
    for kind in ("deals.asked", "deals.moved", "messaging.message_waits", "organisations.join_asked"):
        assert plan(kind, NO_WISHES, at("2026-11-22T03:00")).not_before is None


def test_what_was_declined_is_not_planned_for_any_time() -> None:
    declined = Wishes({"deals": "none"}, quiet_from=0, quiet_until=23)
    assert plan("deals.moved", declined, at("2026-11-22T03:00")) == plan(
        "deals.verdict", declined, at("2026-11-22T03:00")
    )
    assert plan("deals.moved", declined, at("2026-11-22T03:00")).not_before is None


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("deals.asked", Topic.INTRODUCTIONS),
        ("deals.to_decide", Topic.VERIFICATION),
        ("deals.moved", Topic.DEALS),
        ("messaging.message_waits", Topic.MESSAGES),
        ("organisations.join_asked", Topic.ORGANISATION),
        ("organisations.removed", Topic.ACCESS),
    ],
)
def test_each_kind_has_its_topic(kind: str, topic: Topic) -> None:
    assert topic_of(kind) is topic
    assert topic in ALWAYS or topic in CHOSEN
