"""Workers, relay, beat and Redis killed, frozen, filled and emptied: every effect comes once, and within a minute."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from kombu import Connection
from kombu.transport.redis import Channel
from sqlalchemy import func, select, update

from marketplace.config import Settings
from marketplace.foundation import broker, dispatch, jobs, relay
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.dispatch import BrokerDown
from marketplace.foundation.journal import Fact, FactOutbox
from marketplace.notifications.models import Delivery
from marketplace.organisations import services as organisations
from tests.factories.accounts import a_person
from tests.factories.organisations import a_member, an_enterprise, signed_in_as
from tests.faults.postgres import Postgres
from tests.faults.processes import Beat, MailServer, Process, RelayProcess, Worker
from tests.faults.servers import Redis, family, rounds, until
from tests.faults.site import an_app, closing, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flask import Flask

    Tell = Callable[[str, object], None]

pytestmark = [pytest.mark.faults, pytest.mark.slow]
CODE = "0100109106"
LEASE_SECONDS = 6
WITHIN_SECONDS = 60.0


@dataclass
class Site:
    """A site whose jobs are done by processes; asking to join tells the administrator once, in a row and by mail."""

    app: Flask
    redis: Redis
    mail: MailServer
    variables: Mapping[str, str]
    workers: list[Worker] = field(default_factory=list)
    relays: list[RelayProcess] = field(default_factory=list)
    asked: int = 0

    def ask(self, times: int) -> None:
        """So many requests, each a committed change with its fact."""
        with self.app.app_context():
            for _ in range(times):
                organisations.ask_to_join(signed_in_as(a_person()), CODE)
                self.asked += 1
            db.session.remove()

    def waiting(self) -> int:
        """Facts and jobs that are not done."""
        with self.app.app_context():
            unfinished = jobs.Job.state.in_((jobs.JobState.WAITING, jobs.JobState.LEASED))
            left = db.session.scalar(select(func.count()).select_from(jobs.Job).where(unfinished)) or 0
            return left + (db.session.scalar(select(func.count()).select_from(FactOutbox)) or 0)

    def counts(self) -> Mapping[str, int]:
        """Where the jobs are."""
        with self.app.app_context():
            return dispatch.counts()

    def settle(self) -> float:
        """Wait until all is done, then count the effects. Gives the seconds."""
        took = until(lambda: self.waiting() == 0, WITHIN_SECONDS, 0.1)
        deliveries = select(func.count()).select_from(Delivery)
        facts = select(func.count()).select_from(Fact).where(Fact.name == "notifications.people_notified")
        with self.app.app_context():
            found = [
                db.session.scalar(counted)
                for counted in (deliveries, deliveries.where(Delivery.mailed_at.is_not(None)), facts)
            ]
            assert jobs.dead_jobs() == []
        assert found == [self.asked] * 3
        assert len(set(self.mail.ids)) == self.asked  # a repeated mail has the Message-ID of the first
        return took

    @property
    def repeated(self) -> int:
        """Mails that came more than once."""
        return len(self.mail.ids) - len(set(self.mail.ids))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(Postgres()), stack.enter_context(Redis())
        mail = stack.enter_context(MailServer())
        folder = tmp_path_factory.mktemp("site")
        app = stack.enter_context(closing(an_app(folder, postgres.url, redis.url)))
        prepare(app)
        with app.app_context():
            a_member(an_enterprise(code=CODE))
            db.session.remove()
        variables = {
            "VUON_ENV": "test",
            "VUON_DATA_DIR": str(folder),
            "DATABASE_URL": postgres.url,
            "REDIS_URL": redis.url,
            "SMTP_URL": mail.url,
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
        }
        made = Site(app, redis, mail, variables)
        made.relays = [RelayProcess(variables=variables) for _ in range(2)]
        made.workers = [Worker(variables=variables) for _ in range(2)]
        for process in (*made.relays, *made.workers):
            stack.callback(process.close)
            process.launch()
        until(lambda: all(worker.is_ready() for worker in made.workers), WITHIN_SECONDS)
        yield made


@pytest.fixture(autouse=True)
def all_run(site: Site) -> None:
    """What the last test killed runs again, and nothing is left over."""
    for process in (*site.workers, *site.relays):
        if not process.is_running:
            process.launch()
    site.settle()


def report(tell: Tell, **numbers: float) -> None:
    """For the table of faults: in the report of the run, and on the screen with -s."""
    for name, value in numbers.items():
        tell(name, round(value, 1))
    sys.stdout.write(f"{ {name: round(value, 1) for name, value in numbers.items()} }\n")


def test_workers_are_killed_in_the_middle_of_tasks(site: Site, record_property: Tell) -> None:
    kills, before = rounds(5), site.repeated
    for number in range(kills):
        worker = site.workers[number % 2]
        site.ask(3)
        until(lambda: site.mail.in_hand > 0, WITHIN_SECONDS, 0.005)
        if number % 3 == 2 and worker.process is not None:  # the child alone; its parent makes another
            for child in family(worker.process.pid)[1:]:
                os.kill(child, signal.SIGKILL)
            continue
        worker.kill()
        worker.launch()
    took = site.settle()
    report(record_property, kills=kills, changes=3 * kills, lost=0, repeated_mails=site.repeated - before, seconds=took)


def test_a_task_that_hangs_is_ended_and_done_later(site: Site, record_property: Tell) -> None:
    usual, site.mail.hold_seconds = site.mail.hold_seconds, float(LEASE_SECONDS)
    site.ask(1)
    until(lambda: any("time limit" in worker.said for worker in site.workers), WITHIN_SECONDS)
    site.mail.hold_seconds = usual
    report(record_property, hung=1, lost=0, seconds=site.settle())


def test_the_relay_is_killed_between_commit_and_dispatch(site: Site, record_property: Tell) -> None:
    kills = 0
    for _ in range(rounds(1)):
        for process in site.relays:
            process.kill()
        site.ask(3)  # committed while nobody can dispatch
        for process in site.relays:
            process.launch()
        site.ask(2)
        until(lambda: holder(site) is not None, WITHIN_SECONDS)
        site.relays[0].kill()  # whether it was the holder or not: the other one goes on
        site.relays[0].launch()
        kills += 3
    report(record_property, kills=kills, changes=5 * rounds(1), lost=0, seconds=site.settle())


def holder(site: Site) -> str | None:
    with site.app.app_context():
        return relay.lease_holder()


def test_the_relay_gives_its_lease_back_when_asked_to_end(site: Site) -> None:
    until(lambda: holder(site) is not None, WITHIN_SECONDS)
    for process in site.relays:
        process.stop()
        assert process.process is not None
        assert process.process.returncode == 0
    assert holder(site) is None


def queued(site: Site, changes: int) -> None:
    """Changes whose jobs are in the queue, and nobody takes them."""
    for worker in site.workers:
        worker.freeze()
    site.ask(changes)
    until(lambda: site.counts()["dispatched"] >= changes, WITHIN_SECONDS)


def go_on(site: Site) -> None:
    for worker in site.workers:
        worker.thaw()


def test_redis_is_emptied_or_killed_with_jobs_queued(site: Site, record_property: Tell) -> None:
    slowest, times = 0.0, rounds(1)
    for _ in range(times):
        queued(site, 4)
        site.redis.ask("FLUSHALL")
        go_on(site)
        slowest = max(slowest, site.settle())
        queued(site, 4)
        site.redis.kill()
        go_on(site)
        site.redis.start()
        slowest = max(slowest, site.settle())
    report(record_property, emptied=times, kills=times, changes=8 * times, lost=0, seconds=slowest)


def test_redis_is_full(site: Site, record_property: Tell) -> None:
    for _ in range(rounds(1)):
        site.redis.ask("CONFIG", "SET", "maxmemory", "1")
        site.ask(3)
        until(lambda: any("broker_unavailable" in process.said for process in site.relays), WITHIN_SECONDS)
        until(lambda: site.counts()["waiting"] >= 1, WITHIN_SECONDS)  # the log may be that of an earlier failure
        site.redis.ask("CONFIG", "SET", "maxmemory", "0")
        took = site.settle()
    report(record_property, filled=rounds(1), changes=3 * rounds(1), lost=0, seconds=took)


def test_redis_hangs(site: Site, record_property: Tell) -> None:
    frozen_seconds = 5.0
    for _ in range(rounds(1)):
        until(lambda: holder(site) is not None, WITHIN_SECONDS)
        site.redis.freeze()
        began = time.monotonic()
        site.ask(3)
        until(lambda: outbox(site) == 0, frozen_seconds)  # facts become jobs all the same
        time.sleep(max(0.0, frozen_seconds - (time.monotonic() - began)))
        held = holder(site)
        site.redis.thaw()
        took = site.settle()
        assert held is not None
    report(record_property, frozen=rounds(1), changes=3 * rounds(1), lost=0, seconds=took)


def outbox(site: Site) -> int:
    with site.app.app_context():
        return db.session.scalar(select(func.count()).select_from(FactOutbox)) or 0


def test_sending_to_a_hung_redis_gives_up_within_a_second(site: Site, record_property: Tell) -> None:
    sender = broker.CelerySender(Settings(environment="test", redis_url=site.redis.url, job_queue="nobody"))
    sender.send_job("j" * 26)  # on a line that is there before Redis hangs, then on new ones
    site.redis.freeze()
    slowest = 0.0
    try:
        for _ in range(5):
            began = time.monotonic()
            with pytest.raises(BrokerDown):
                sender.send_job("j" * 26)
            slowest = max(slowest, time.monotonic() - began)
    finally:
        site.redis.thaw()
    sender.send_job("j" * 26)
    sender.close()
    report(record_property, slowest_ms=slowest * 1000)
    assert slowest < 1


def test_beat_is_killed(site: Site, record_property: Tell) -> None:
    name = min(jobs.PERIODIC, key=lambda each: jobs.PERIODIC[each][0])
    with Beat(variables=site.variables) as beat:
        ran_by_beat = until(lambda: ran(site, name), WITHIN_SECONDS, 0.1)
        beat.kill()
        overdue(site, name)
        ran_by_relay = until(lambda: ran(site, name), WITHIN_SECONDS, 0.1)
    report(record_property, kills=1, with_beat=ran_by_beat, without=ran_by_relay)


def ran(site: Site, name: str) -> bool:
    """It is due in the future: somebody claimed it."""
    with site.app.app_context():
        due = db.session.scalar(select(jobs.PeriodicRun.due_at).where(jobs.PeriodicRun.name == name))
        return due is not None and due > now()


def overdue(site: Site, name: str) -> None:
    with site.app.app_context(), transaction() as session:
        session.execute(
            update(jobs.PeriodicRun).where(jobs.PeriodicRun.name == name).values(due_at=now() - timedelta(hours=1))
        )


def test_a_worker_refuses_a_redis_that_drops_queued_jobs(site: Site) -> None:
    site.redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    worker: Process = Worker(variables=site.variables)
    try:
        worker.launch()
        assert worker.process is not None
        assert worker.process.wait(WITHIN_SECONDS) != 0
        assert "noeviction" in worker.said
    finally:
        site.redis.ask("CONFIG", "SET", "maxmemory-policy", "noeviction")
        worker.close()


def test_redis_is_searched_for_lost_messages_at_every_chance(site: Site) -> None:
    conf = broker.make_celery(Settings(environment="test", redis_url=site.redis.url)).conf
    with Connection(conf.broker_url, transport_options=conf.broker_transport_options) as connection:
        channel = connection.channel()
        assert isinstance(channel, Channel)
        throttle: int = channel.unacked_restore_throttle  # type: ignore[attr-defined]  # newer than its stubs
        assert throttle == 1
        assert channel.visibility_timeout == broker.VISIBILITY_SECONDS
        before = scans(site)
        for _ in range(3):
            channel.qos.restore_visible(num=channel.unacked_restore_limit, interval=throttle)
        assert scans(site) >= before + 3


def scans(site: Site) -> int:
    """How often Redis was asked which messages are older than the visibility timeout."""
    with Connection(site.redis.url) as connection:
        channel = connection.default_channel
        assert isinstance(channel, Channel)
        told = channel.client.info("commandstats")
    return int(told.get("cmdstat_zrange", {}).get("calls", 0))
