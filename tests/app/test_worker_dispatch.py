"""The relay hands jobs to workers: each once, again when nobody took it; without a broker nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import pytest
import time_machine
from sqlalchemy import select

from marketplace.foundation import dispatch, jobs, periodic, relay
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.dispatch import BrokerDown, Dispatch
from marketplace.foundation.jobs import Job, JobState
from marketplace.foundation.journal import record
from marketplace.foundation.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

REACTIONS = {"test.rang": ("test.note_ring",)}


@dataclass(frozen=True)
class Rang:
    NAME: ClassVar[str] = "test.rang"
    bell: str


@dataclass
class Post:
    """A sender that keeps what it is given, and can be down."""

    jobs: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    begun: int = 0
    taken: int = 0
    down_after: int | None = None

    def _try(self) -> None:
        if self.down_after is not None and len(self.jobs) >= self.down_after:
            raise BrokerDown("away")

    def send_job(self, job_id: str) -> None:
        self._try()
        self.jobs.append(job_id)

    def send_periodic(self, name: str) -> None:
        self._try()
        self.asked.append(name)

    def send_first_steps(self) -> None:
        self._try()
        self.begun += 1

    def queued(self) -> int:
        self._try()
        return len(self.jobs) - self.taken


class Stopwatch:
    """A monotonic clock that the test moves."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


seen: list[str] = []


def note_ring(fact: jobs.RecordedFact) -> None:
    seen.append(fact.values["bell"])
    if fact.values["bell"] == "cracked":
        raise ValueError("no sound")


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    seen.clear()
    monkeypatch.setattr(jobs, "PERIODIC", {})
    jobs.TASKS["test.note_ring"] = note_ring
    yield
    del jobs.TASKS["test.note_ring"]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def sending(database: SQLAlchemy, post: Post, watch: Stopwatch) -> Relay:
    """A relay that holds the lease and sends."""
    made = Relay(REACTIONS, dispatch=Dispatch(post, clock=watch))
    assert made.hold()
    return made


def ring(*bells: str) -> None:
    with transaction():
        for bell in bells:
            record(Rang(bell))


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(seconds=seconds))


def test_a_due_job_is_sent_once_and_run_by_nobody_here(sending: Relay, post: Post) -> None:
    ring("brass")
    sending.turn()
    sending.turn()
    assert (len(post.jobs), seen) == (1, [])


def test_what_was_sent_and_not_taken_is_sent_again_after_the_lease(sending: Relay, post: Post) -> None:
    ring("brass")
    sending.turn()
    with later(jobs.lease().total_seconds() - 1):
        sending.turn()
    assert len(post.jobs) == 1
    with later(jobs.lease().total_seconds() + 1):
        sending.turn()
        sending.turn()
    assert post.jobs == [post.jobs[0]] * 2


def test_a_message_that_comes_twice_has_one_effect(sending: Relay, post: Post) -> None:
    ring("brass")
    sending.turn()
    assert jobs.run_job(post.jobs[0])
    assert not jobs.run_job(post.jobs[0])
    assert seen == ["brass"]


def test_a_job_in_hand_is_left_alone_until_its_lease_runs_out(sending: Relay, post: Post) -> None:
    ring("brass")
    sending.turn()
    assert jobs._claim(post.jobs[0], "w" * 26)
    sending.turn()
    assert len(post.jobs) == 1
    with later(jobs.lease().total_seconds() + 1):
        sending.turn()
        assert len(post.jobs) == 2
        sending.turn()
        assert len(post.jobs) == 2
        assert jobs.run_job(post.jobs[1])


def test_a_failed_job_is_sent_again_at_its_own_time(sending: Relay, post: Post) -> None:
    ring("cracked")
    sending.turn()
    jobs.run_job(post.jobs[0])
    sending.turn()
    assert len(post.jobs) == 1
    with later(jobs.BACKOFF_SECONDS[0] + 1):
        sending.turn()
        sending.turn()
    assert len(post.jobs) == 2


def test_a_dead_job_that_is_given_its_attempts_again_is_sent_at_once(sending: Relay, post: Post) -> None:
    ring("brass")
    sending.turn()
    with transaction():
        db.session.scalars(select(Job)).one().state = JobState.DEAD
    assert jobs.retry(post.jobs[0])
    sending.turn()
    assert len(post.jobs) == 2


def test_the_queue_holds_a_window_and_not_a_whole_import(
    sending: Relay, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "WINDOW", 3)
    ring(*"abcde")
    sending.turn()
    sending.turn()
    assert len(post.jobs) == 3
    jobs.run_job(post.jobs[0])
    sending.turn()
    assert len(set(post.jobs)) == 4


def test_with_the_broker_away_nothing_is_lost_and_the_relay_rests_longer_and_longer(
    sending: Relay, post: Post, watch: Stopwatch
) -> None:
    ring("a", "b", "c")
    post.down_after = 1
    sending.turn()
    assert len(post.jobs) == 1
    tries = []
    for _ in range(60):
        before = sending.dispatch._failures if sending.dispatch else 0
        watch.seconds += 1
        sending.turn()
        tries.append(bool(sending.dispatch and sending.dispatch._failures > before))
    assert 4 <= sum(tries) <= 8
    post.down_after = None
    watch.seconds += dispatch.REST_SECONDS[-1]
    sending.turn()
    assert len(post.jobs) == len(set(post.jobs)) == 3
    assert dispatch.counts()["dispatched"] == 3


def test_facts_become_jobs_while_the_broker_is_away(sending: Relay, post: Post) -> None:
    post.down_after = 0
    sending.turn()
    ring("brass")
    sending.turn()
    assert dispatch.counts() == {"waiting": 1, "later": 0, "dispatched": 0}


def test_a_relay_that_begins_asks_a_worker_for_the_first_steps(database: SQLAlchemy, post: Post) -> None:
    ran: list[str] = []
    made = Relay(REACTIONS, (lambda: ran.append("here"),), Dispatch(post))
    for _ in range(2):
        assert made.hold()
        made.turn()
    assert (post.begun, ran) == (1, [])


def test_where_beat_is_not_there_the_relay_asks_for_periodic_tasks(
    sending: Relay, post: Post, watch: Stopwatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PERIODIC", {"test.tidy": (timedelta(minutes=15), lambda: seen.append("tidy"))})
    sending.turn()
    sending.turn()
    assert post.asked == ["test.tidy"]
    assert periodic.run_if_due("test.tidy")
    watch.seconds += 60
    sending.turn()
    with later(15 * 60 + 30):
        sending.turn()
    assert post.asked == ["test.tidy"]
    with later(15 * 60 + 130):
        sending.turn()
        watch.seconds += 60
        sending.turn()
    assert post.asked == ["test.tidy"] * 3


def test_a_beat_too_many_or_an_unknown_one_does_nothing(database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PERIODIC", {"test.tidy": (timedelta(minutes=15), lambda: seen.append("tidy"))})
    assert periodic.run_if_due("test.tidy")
    assert not periodic.run_if_due("test.tidy")
    assert not periodic.run_if_due("test.forgotten")
    assert seen == ["tidy"]


def test_a_command_says_what_to_start_when_no_worker_takes_anything(
    app: Flask, database: SQLAlchemy, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "relay", lambda: Relay(REACTIONS, dispatch=Dispatch(post)))
    monkeypatch.setattr(relay, "PATIENCE_SECONDS", 0.2)
    ring("brass")
    said = app.test_cli_runner().invoke(args=["jobs", "drain"])
    assert said.exit_code == 1
    assert "no worker takes them" in said.output
    assert "celery -A marketplace.worker worker" in said.output
    assert relay.lease_holder() is None


def test_a_command_waits_for_the_workers(
    app: Flask, database: SQLAlchemy, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "relay", lambda: Relay(REACTIONS, dispatch=Dispatch(post)))
    monkeypatch.setattr(post, "send_job", jobs.run_job)
    ring("brass", "tin")
    assert app.test_cli_runner().invoke(args=["jobs", "drain"]).output == "Nothing waits.\n"
    assert sorted(seen) == ["brass", "tin"]


def test_the_operator_sees_where_jobs_are(app: Flask, sending: Relay) -> None:
    ring("brass", "cracked")
    sending.turn()
    jobs.run_job(db.session.scalars(select(Job.id).order_by(Job.id)).all()[0])
    lines = app.test_cli_runner().invoke(args=["jobs", "status"]).output.splitlines()
    found = {line.split()[0]: int(line.split()[1]) for line in lines}
    assert sum(found.values()) == 2
    assert found["dispatched"] == 1


def test_without_a_worker_the_queue_does_not_grow_for_ever(
    sending: Relay, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no worker took is sent again after each lease: a weekend without workers would fill Redis."""
    monkeypatch.setattr(dispatch, "MOST_QUEUED", 5)
    ring("one", "two", "three")
    for hours in range(10):
        with time_machine.travel(now() + timedelta(hours=hours), tick=False):
            assert sending.hold()
            sending.turn()
    assert len(post.jobs) == 6
    post.taken = 6
    with time_machine.travel(now() + timedelta(hours=20), tick=False):
        assert sending.hold()
        sending.turn()
    assert len(post.jobs) == 9
