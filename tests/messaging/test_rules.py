"""Who is told by mail, and how reading goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.messaging.rules import REMIND_AFTER, Standing, read_after, should_tell

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("standing", "sequence", "told"),
    [
        (Standing(), 1, True),
        (Standing(read_up_to=1), 1, False),
        (Standing(told_up_to=1, told_at=NOON), 1, False),
        (Standing(told_up_to=1, told_at=NOON), 2, False),
        (Standing(read_up_to=1, told_up_to=1, told_at=NOON), 2, True),
        (Standing(told_up_to=1, told_at=NOON - REMIND_AFTER - timedelta(seconds=1)), 2, True),
    ],
)
def test_a_reader_is_told_once_until_he_has_read(standing: Standing, sequence: int, told: bool) -> None:
    assert should_tell(standing, sequence, NOON) is told


@pytest.mark.parametrize(
    ("before", "seen", "last", "after"), [(0, 3, 5, 3), (4, 3, 5, 4), (0, 99, 5, 5), (2, -1, 5, 2)]
)
def test_reading_goes_forward_and_never_past_the_last_message(before: int, seen: int, last: int, after: int) -> None:
    assert read_after(before, seen, last) == after
