"""What counts as new, what is remembered, and when the next look is: plain functions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.alerts.rules.digest import MOST_OF_ONE, from_plain, part, to_plain
from marketplace.alerts.rules.frequency import Frequency, next_look, not_today
from marketplace.alerts.rules.memory import MOST_KNOWN, Memory, unpacked
from marketplace.alerts.rules.news import (
    LATENESS,
    Looked,
    News,
    Standing,
    Thing,
    first_memory,
    looked_since,
    news,
    next_memory,
    unknown,
)
from marketplace.notifications.rules import NO_WISHES, ZONES, Wishes, end_of_quiet, is_quiet, next_digest

MARK = datetime(2026, 11, 22, 7, tzinfo=UTC)
BEFORE, AFTER = MARK - timedelta(days=2), MARK + timedelta(days=2)
hours = st.integers(0, 23)
moments = st.integers(0, 5 * 365 * 24 * 4).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * n))
wishes = st.builds(
    Wishes,
    zone=st.sampled_from(ZONES),
    digest_hour=hours,
    quiet_from=st.none() | hours,
    quiet_until=st.none() | hours,
)


def found(**changed: datetime) -> Looked:
    return Looked(tuple(Thing(name, moment) for name, moment in changed.items()))


def told(standing: Standing, looked: Looked, **public: datetime) -> dict[str, str]:
    return {key: str(why) for key, why in news(standing, looked, unknown(standing, looked), public).items()}


# ------------------------------------------------------------------ what is new


def test_the_first_look_tells_nothing_and_knows_what_was_there() -> None:
    standing, looked = Standing(MARK), found(old=BEFORE)
    assert told(standing, looked, old=BEFORE) == {}
    assert first_memory(standing, looked).knows("old")


def test_what_became_public_between_following_and_the_first_look_is_told_by_the_second() -> None:
    standing, looked = Standing(MARK), found(old=BEFORE, fresh=AFTER)
    second = Standing(MARK, first_memory(standing, looked))
    assert told(second, looked, old=BEFORE, fresh=AFTER) == {"fresh": "new"}


def test_what_is_published_after_the_mark_is_new() -> None:
    assert told(Standing(MARK, Memory()), found(fresh=AFTER), fresh=AFTER) == {"fresh": "new"}


def test_an_edit_that_makes_something_match_is_told_as_a_change() -> None:
    assert told(Standing(MARK, Memory()), found(edited=AFTER), edited=BEFORE) == {"edited": "changed"}


def test_an_edit_of_what_was_found_before_is_not_told() -> None:
    assert told(Standing(MARK, Memory().with_all(["known"])), found(known=AFTER), known=BEFORE) == {}


def test_what_left_and_comes_back_is_not_told_again() -> None:
    standing = Standing(MARK, Memory().with_all(["known"]))
    gone = Standing(AFTER, next_memory(standing, found()))
    assert told(gone, found(known=AFTER), known=BEFORE) == {}


def test_a_change_that_was_being_written_while_the_last_look_read_is_seen_by_the_next() -> None:
    late = MARK - timedelta(minutes=1)
    standing = Standing(MARK, Memory())
    since = looked_since(standing)
    assert since is not None
    assert since < late
    assert told(standing, found(late=late), late=late) == {"late": "new"}


def test_the_memory_keeps_the_hour_that_is_looked_at_twice_from_being_told_twice() -> None:
    standing, looked = Standing(MARK, Memory()), found(late=MARK - timedelta(minutes=1))
    again = Standing(MARK, next_memory(standing, looked))
    assert told(again, looked, late=MARK) == {}


def test_a_search_that_finds_more_than_can_be_remembered_tells_first_publications_only() -> None:
    standing = Standing(MARK, Memory(partial=True))
    assert told(standing, found(fresh=AFTER, edited=AFTER), fresh=AFTER, edited=BEFORE) == {"fresh": "new"}


def test_a_list_knows_at_its_first_look_everybody_in_it_and_tells_later_who_entered() -> None:
    looked = Looked((Thing("first", AFTER), Thing("second", BEFORE)), ranked=True)
    standing = Standing(MARK, first_memory(Standing(MARK), looked))
    assert told(standing, looked) == {}
    later = Looked((*looked.things, Thing("third", AFTER)), ranked=True)
    assert told(standing, later) == {"third": "entered"}


def test_everything_is_looked_at_first_and_then_only_what_changed() -> None:
    assert looked_since(Standing(MARK)) is None
    assert looked_since(Standing(MARK, Memory())) == MARK - LATENESS


names = st.text("abcdef", min_size=1, max_size=2)


@given(st.lists(st.lists(names, unique=True, max_size=8), min_size=1, max_size=6))
def test_nothing_is_told_twice_and_nothing_new_is_left_out(looks: list[list[str]]) -> None:
    """Whatever comes, goes and comes back: each thing after the first look is told once, when it is first found."""
    standing, heard, seen = Standing(MARK), [], set(looks[0])
    for number, ids in enumerate(looks):
        looked = found(**dict.fromkeys(ids, MARK - timedelta(days=1)))
        public = dict.fromkeys(ids, MARK)
        told_now = list(news(standing, looked, unknown(standing, looked), public))
        assert set(told_now) == (set(ids) - seen if number else set())
        seen |= set(ids)
        heard += told_now
        memory = next_memory(standing, looked) if number else first_memory(standing, looked)
        standing = Standing(MARK, unpacked(memory.packed(), partial=memory.partial))
    assert len(heard) == len(set(heard))


# ------------------------------------------------------------------ the memory


def test_a_memory_survives_its_row() -> None:
    memory = Memory().with_all(["a", "b"])
    assert unpacked(memory.packed(), partial=False) == memory
    assert len(memory.packed()) == 16


def test_a_full_memory_keeps_the_newest_and_says_that_it_is_partial() -> None:
    memory = Memory().with_all(["oldest"]).with_all(str(number) for number in range(MOST_KNOWN))
    assert memory.partial
    assert len(memory.keys) == MOST_KNOWN
    assert not memory.knows("oldest")
    assert memory.knows("0")
    assert not Memory().with_all(str(number) for number in range(MOST_KNOWN)).partial


# ------------------------------------------------------------------ a digest's part


def test_a_part_names_a_few_and_counts_the_others() -> None:
    told = {str(number): News.ENTERED for number in range(MOST_OF_ONE + 2)}
    held = part("source", told, {"0": 83.6, "2": 12.2, str(MOST_OF_ONE): 9.0})
    assert (len(held.things), held.more, held.count) == (MOST_OF_ONE, 2, MOST_OF_ONE + 2)
    assert held.points == {"0": 84, "2": 12}, "of whoever is not named no score is told"
    assert from_plain(to_plain(held)) == held


# ------------------------------------------------------------------ when


def test_off_is_never_looked_at() -> None:
    assert next_look(Frequency.OFF, NO_WISHES, MARK) is None


def test_daily_is_the_next_digest() -> None:
    assert next_look(Frequency.DAILY, NO_WISHES, MARK) == next_digest(NO_WISHES, MARK)


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("Asia/Ho_Chi_Minh", "2026-11-23T00:00"),  # Monday, seven in Ha Noi
        ("Europe/Berlin", "2026-11-23T06:00"),
        ("America/Los_Angeles", "2026-11-23T15:00"),
        ("Pacific/Auckland", "2026-11-29T18:00"),  # it is Monday, eight o'clock there already: the next one
    ],
)
def test_weekly_is_mondays_digest_by_the_persons_own_clock(zone: str, due: str) -> None:
    moment = datetime(2026, 11, 22, 19, tzinfo=UTC)
    expected = datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert next_look(Frequency.WEEKLY, Wishes(zone=zone), moment) == expected


def test_weekly_on_the_monday_of_a_clock_change_keeps_the_hour() -> None:
    berlin = Wishes(zone="Europe/Berlin", digest_hour=7)
    before = next_look(Frequency.WEEKLY, berlin, datetime(2027, 3, 22, 12, tzinfo=UTC))
    assert before == datetime(2027, 3, 29, 5, tzinfo=UTC)  # summer time began the day before


@given(wishes, moments)
def test_a_look_comes_within_nine_days_on_a_monday_and_never_in_quiet_hours(wished: Wishes, moment: datetime) -> None:
    due = next_look(Frequency.WEEKLY, wished, moment)
    assert due is not None
    assert moment < due <= moment + timedelta(days=9)
    assert not is_quiet(wished, due)
    assert due.astimezone(ZoneInfo(wished.zone)).weekday() == 0


def in_ha_noi(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


NIGHT = Wishes(digest_hour=6, quiet_from=22, quiet_until=7)


@pytest.mark.parametrize("moment", ["2026-11-22T07:00", "2026-11-22T21:30", "2026-11-22T23:30", "2026-11-23T02:00"])
def test_a_digest_of_an_hour_in_the_quiet_over_midnight_comes_when_it_ends_by_viet_nams_clock(moment: str) -> None:
    assert next_look(Frequency.DAILY, NIGHT, in_ha_noi(moment)) == in_ha_noi("2026-11-23T07:00")
    assert next_look(Frequency.WEEKLY, NIGHT, in_ha_noi(moment)) == in_ha_noi("2026-11-23T07:00")


@pytest.mark.parametrize(
    ("told_at", "moment", "due"),
    [
        ("2026-11-22T07:00", "2026-11-23T00:05", None),
        ("2026-11-23T00:05", "2026-11-23T07:00", "2026-11-24T07:00"),  # yesterday's, late; in UTC it was another day
        ("2026-11-23T07:00", "2026-11-23T07:10", "2026-11-24T07:00"),
        ("2026-11-23T23:30", "2026-11-23T23:40", "2026-11-25T07:00"),  # written in the quiet, told on the 24th
        ("2026-11-23T23:30", "2026-11-24T07:00", "2026-11-25T07:00"),
    ],
)
def test_who_was_told_today_is_told_again_with_a_later_days_digest(told_at: str, moment: str, due: str | None) -> None:
    later = not_today(NIGHT, in_ha_noi(told_at), in_ha_noi(moment))
    assert later == (None if due is None else in_ha_noi(due))


@given(wishes, moments, st.integers(0, 60 * 24 * 3))
def test_no_two_digests_come_on_one_day_of_the_persons_own_clock(
    wished: Wishes, told_at: datetime, minutes: int
) -> None:
    place = ZoneInfo(wished.zone)
    moment = told_at + timedelta(minutes=minutes)
    told_on = (end_of_quiet(wished, told_at) or told_at).astimezone(place).date()
    later = not_today(wished, told_at, moment)
    if later is None:
        assert told_on < moment.astimezone(place).date()
    else:
        assert told_on < later.astimezone(place).date()
        assert moment < later <= moment + timedelta(days=5)
        assert not is_quiet(wished, later)
    assert not_today(wished, None, moment) is None
