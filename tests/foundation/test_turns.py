"""Everybody who waits has a turn, whoever fails, and the rest go on at another time."""

from __future__ import annotations

import pytest

from marketplace.foundation import turns
from marketplace.foundation.turns import in_turn

pytestmark = pytest.mark.usefixtures("database")


class Queue:
    """People who wait until their work is done, those who waited longest first."""

    def __init__(self, people: int, failing: frozenset[int] = frozenset()) -> None:
        self.left = [f"demo{number}" for number in range(people)]
        self.failing = {f"demo{number}" for number in failing}
        self.turns: list[str] = []

    def waiting(self, most: int) -> list[str]:
        return self.left[:most]

    def work(self, one: str) -> None:
        self.turns.append(one)
        if one in self.failing:
            raise ValueError(one)
        self.left.remove(one)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "AT_ONCE", 2)


def test_everybody_has_a_turn() -> None:
    queue = Queue(7)
    in_turn(queue.waiting, queue.work, 60)
    assert queue.turns == [f"demo{number}" for number in range(7)]


def test_who_fails_has_one_turn_and_keeps_nobody_else_away() -> None:
    queue = Queue(7, frozenset({0, 1, 2, 6}))
    with pytest.raises(ValueError, match="demo0"):
        in_turn(queue.waiting, queue.work, 60)
    assert sorted(queue.turns) == [f"demo{number}" for number in range(7)]
    assert queue.left == ["demo0", "demo1", "demo2", "demo6"]


def test_when_the_time_is_over_the_rest_go_on_waiting() -> None:
    queue = Queue(7)
    in_turn(queue.waiting, queue.work, 0)
    assert queue.left == ["demo2", "demo3", "demo4", "demo5", "demo6"]
    in_turn(queue.waiting, queue.work, 60)
    assert queue.left == []
