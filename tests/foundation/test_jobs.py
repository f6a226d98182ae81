"""Jobs: one effect for each fact and task, whatever dies or repeats."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import pytest
import time_machine
from sqlalchemy import select

from marketplace.foundation import jobs, periodic, relay
from marketplace.foundation.actor import SYSTEM, current_actor
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.jobs import Job, JobState
from marketplace.foundation.journal import record
from marketplace.foundation.moves import MoveRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy


@dataclass(frozen=True)
class Rang:
    NAME: ClassVar[str] = "test.rang"
    bell: str


seen: list[str] = []
REACTIONS = {"test.rang": ("test.note_ring",)}


def note_ring(fact: jobs.RecordedFact) -> None:
    assert current_actor() == SYSTEM
    seen.append(fact.values["bell"])
    db.session.add(MoveRule(machine="test", from_state="a", move=fact.values["bell"], to_state="b"))
    if fact.values["bell"] == "cracked":
        raise ValueError("no sound")


@pytest.fixture(autouse=True)
def registered_task() -> Iterator[None]:
    seen.clear()
    jobs.TASKS["test.note_ring"] = note_ring
    yield
    del jobs.TASKS["test.note_ring"]


def ring(bell: str = "brass") -> Job:
    with transaction():
        record(Rang(bell))
    relay.expand(REACTIONS)
    return db.session.scalars(select(Job)).one()


def effects() -> int:
    return len(db.session.scalars(select(MoveRule).where(MoveRule.machine == "test")).all())


def test_a_fact_becomes_one_job_for_each_reaction(database: SQLAlchemy) -> None:
    job = ring()
    assert relay.expand(REACTIONS) == 0
    assert jobs.run_job(job.id)
    assert (seen, effects()) == (["brass"], 1)


def test_a_job_that_is_done_is_not_done_again(database: SQLAlchemy) -> None:
    job = ring()
    jobs.run_job(job.id)
    assert not jobs.run_job(job.id)
    assert seen == ["brass"]


def test_a_failed_job_leaves_no_effect_and_waits_before_it_is_tried_again(database: SQLAlchemy) -> None:
    job = ring("cracked")
    jobs.run_job(job.id)
    db.session.expire_all()
    again = db.session.get_one(Job, job.id)
    assert (effects(), again.state, again.attempts) == (0, JobState.WAITING, 1)
    assert again.run_after > now()
    assert again.last_error == "ValueError: no sound"
    assert jobs.due_jobs(10) == []


def test_a_job_that_fails_again_and_again_dies_and_can_be_retried(database: SQLAlchemy) -> None:
    job = ring("cracked")
    moment = now()
    for _ in range(jobs.ATTEMPTS):
        moment += timedelta(hours=1)
        with time_machine.travel(moment):
            jobs.run_job(job.id)
    db.session.expire_all()
    assert [dead.id for dead in jobs.dead_jobs()] == [job.id]
    assert jobs.retry(job.id)
    assert not jobs.retry(job.id)
    assert jobs.due_jobs(10) == [job.id]


def test_a_job_whose_worker_died_is_taken_over_when_its_lease_runs_out(database: SQLAlchemy) -> None:
    job = ring()
    assert jobs._claim(job.id, "w" * 26)
    assert jobs.due_jobs(10) == []
    with time_machine.travel(now() + jobs.lease() + timedelta(seconds=1)):
        assert jobs.due_jobs(10) == [job.id]
        assert jobs.run_job(job.id)
    assert effects() == 1


def test_a_job_that_kills_its_workers_is_given_to_no_more(database: SQLAlchemy) -> None:
    job, moment = ring(), now()
    for _ in range(jobs.ATTEMPTS):
        with time_machine.travel(moment):
            assert jobs._claim(job.id, "w" * 26)
        moment += jobs.lease() + timedelta(seconds=1)
    with time_machine.travel(moment):
        assert not jobs.run_job(job.id)
    assert [dead.id for dead in jobs.dead_jobs()] == [job.id]
    assert effects() == 0


def test_a_worker_that_comes_back_late_does_nothing(database: SQLAlchemy) -> None:
    job = ring()
    jobs._claim(job.id, "w" * 26)
    with time_machine.travel(now() + jobs.lease() + timedelta(seconds=1)):
        jobs.run_job(job.id)
    jobs._do(job.id, "w" * 26)
    assert (seen, effects()) == (["brass"], 1)


@pytest.mark.concurrency
def test_eight_workers_on_one_job_have_one_effect(app: Flask, database: SQLAlchemy) -> None:
    job_id = ring().id
    db.session.commit()
    start, done = threading.Barrier(8), []

    def work() -> None:
        with app.app_context():
            start.wait()
            done.append(jobs.run_job(job_id))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False] * 7 + [True]
    assert effects() == 1


def test_only_one_relay_holds_the_lease_until_it_lets_go_or_runs_out(database: SQLAlchemy) -> None:
    first, second = relay.Relay(REACTIONS), relay.Relay(REACTIONS)
    assert first.hold()
    assert not second.hold()
    with time_machine.travel(now() + relay.lease() + timedelta(seconds=1)):
        assert second.hold()
        assert not first.hold()
        second.let_go()
        assert first.hold()


def test_the_relay_does_its_first_steps_once_each_time_it_wins_the_lease(database: SQLAlchemy) -> None:
    steps: list[str] = []
    holder = relay.Relay(REACTIONS, (lambda: steps.append("check"),))
    holder.hold()
    holder.hold()
    assert steps == ["check"]


def test_a_turn_makes_jobs_and_does_them(database: SQLAlchemy) -> None:
    with transaction():
        record(Rang("brass"))
    holder = relay.Relay(REACTIONS)
    holder.hold()
    assert holder.turn() >= 2
    assert (seen, relay.waiting_work()) == (["brass"], 0)


def test_a_periodic_task_runs_when_it_is_due_and_a_failing_one_stops_nobody(
    database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def fails() -> None:
        ran.append("fails")
        raise ValueError

    monkeypatch.setattr(
        jobs,
        "PERIODIC",
        {
            "test.fails": (timedelta(minutes=5), fails),
            "test.works": (timedelta(minutes=5), lambda: ran.append("works")),
        },
    )
    periodic.run_periodic()
    periodic.run_periodic()
    assert ran == ["fails", "works"]
    with time_machine.travel(now() + timedelta(minutes=6)):
        periodic.run_periodic()
    assert ran == ["fails", "works", "fails", "works"]


class Killed(BaseException):
    """The process ends here: nothing is given back."""


NIGHTLY = "test.nightly"


def nightly(monkeypatch: pytest.MonkeyPatch, function: Callable[[], object], every: float = 6 * 3600) -> None:
    monkeypatch.setattr(jobs, "PERIODIC", {NIGHTLY: (timedelta(seconds=every), function)})


def after(seconds: float) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(seconds=seconds))


def die() -> None:
    seen.append("died")
    raise Killed


def test_a_periodic_task_whose_process_is_killed_runs_again_when_its_lease_has_run_out(
    database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    nightly(monkeypatch, die)
    with pytest.raises(Killed):
        periodic.run_if_due(NIGHTLY)
    nightly(monkeypatch, lambda: seen.append("done"))
    assert not periodic.run_if_due(NIGHTLY)
    with after(periodic.LEASE.total_seconds() + 1):
        assert periodic.run_if_due(NIGHTLY)
        assert not periodic.run_if_due(NIGHTLY)
    assert seen == ["died", "done"]


def test_a_periodic_task_that_takes_longer_than_its_period_and_its_lease_is_done_by_one(
    app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended, lease = threading.Event(), threading.Event(), 1.5

    def takes_long() -> None:
        seen.append("begun")
        begun.set()
        ended.wait(20)

    def work() -> None:
        with app.app_context():
            periodic.run_if_due(NIGHTLY)

    nightly(monkeypatch, takes_long, every=0.2)
    monkeypatch.setattr(periodic, "LEASE", timedelta(seconds=lease), raising=False)
    monkeypatch.setattr(periodic, "RENEWED_EVERY_SECONDS", 0.2, raising=False)
    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert begun.wait(20)
        nightly(monkeypatch, lambda: seen.append("twice"), every=0.2)
        until = time.monotonic() + 2 * lease
        while time.monotonic() < until:
            assert not periodic.run_if_due(NIGHTLY)
            assert periodic.overdue() == []
            time.sleep(0.1)
    finally:
        ended.set()
        thread.join()
    assert seen == ["begun"]
    assert periodic.run_if_due(NIGHTLY)


@pytest.mark.concurrency
def test_of_eight_that_ask_at_once_one_does_the_periodic_task(
    app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, done, all_asked = threading.Barrier(8), list[bool](), threading.Event()

    def takes_a_while() -> None:
        seen.append("done")
        all_asked.wait(20)

    def work() -> None:
        with app.app_context():
            start.wait()
            done.append(periodic.run_if_due(NIGHTLY))
            if len(done) == 7:
                all_asked.set()

    nightly(monkeypatch, takes_a_while, every=0)
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(done), seen) == ([False] * 7 + [True], ["done"])


def test_a_failed_periodic_task_is_tried_again_after_a_pause_and_not_at_its_next_time(
    database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        seen.append("failed")
        raise ValueError

    nightly(monkeypatch, fails)
    assert periodic.run_if_due(NIGHTLY)
    assert not periodic.run_if_due(NIGHTLY)
    with after(5 * 60 + 1):
        assert periodic.run_if_due(NIGHTLY)
    assert seen == ["failed", "failed"]


def test_what_is_brought_forward_while_it_runs_runs_once_more(
    database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work() -> None:
        seen.append("done")
        periodic.bring_forward(NIGHTLY)

    nightly(monkeypatch, work)
    assert periodic.run_if_due(NIGHTLY)
    nightly(monkeypatch, lambda: seen.append("again"))
    assert periodic.run_if_due(NIGHTLY)
    assert not periodic.run_if_due(NIGHTLY)
    periodic.bring_forward(NIGHTLY)
    assert periodic.run_if_due(NIGHTLY)
    assert seen == ["done", "again", "again"]


def without_redis(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The relay runs beside the server, whatever the tests run on."""
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], redis_url=""))


def test_jobs_are_done_while_something_periodic_takes_long(
    app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def takes_long() -> None:
        assert current_actor() == SYSTEM
        begun.set()
        ended.wait(20)

    monkeypatch.setattr(jobs, "PERIODIC", {"test.long": (timedelta(minutes=5), takes_long)})
    monkeypatch.setattr(jobs, "LONG_PERIODIC", {"test.long"})
    without_redis(app, monkeypatch)
    monkeypatch.setitem(app.extensions, "relay", lambda: relay.Relay(REACTIONS))
    stop = relay.start_thread(app)
    try:
        assert begun.wait(20)
        with transaction():
            record(Rang("brass"))
        until = time.monotonic() + 15
        while relay.waiting_work() and time.monotonic() < until:
            time.sleep(0.02)
        assert (seen, relay.waiting_work(), ended.is_set()) == (["brass"], 0, False)
    finally:
        ended.set()
        stop()
    assert relay.lease_holder() is None


def test_the_first_steps_do_not_keep_jobs_waiting_beside_the_server(
    app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, steps = threading.Event(), list[str]()

    def look() -> None:
        steps.append("check")
        ended.wait(20)

    monkeypatch.setattr(jobs, "PERIODIC", {})
    without_redis(app, monkeypatch)
    monkeypatch.setitem(app.extensions, "relay", lambda: relay.Relay(REACTIONS, (look,)))
    with transaction():
        record(Rang("brass"))
    stop = relay.start_thread(app)
    try:
        until = time.monotonic() + 15
        while not (steps and seen) and time.monotonic() < until:
            time.sleep(0.02)
        assert (seen, steps, ended.is_set()) == (["brass"], ["check"], False)
    finally:
        ended.set()
        stop()
