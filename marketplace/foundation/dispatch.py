"""Dispatch: the relay hands due jobs to the workers; what they did not take is handed out again from the database."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy import func, select, update

from marketplace.foundation import periodic
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.jobs import Job, JobState, claimable, lease

WINDOW = 500  # as many of the oldest due jobs are in the workers' queue at once; the rest waits in the database
MOST_QUEUED = 2 * WINDOW  # messages; while no worker takes any, more of them would only fill Redis
REST_SECONDS = (1, 2, 4, 8, 15)
ASK_AGAIN_SECONDS = 10.0
log = structlog.get_logger(__name__)


class BrokerDown(Exception):
    """The broker did not take it: away, hung or full. Nothing is lost, the database knows what to send."""


class Sender(Protocol):
    """Hands work to the workers, or raises BrokerDown within a second."""

    def send_job(self, job_id: str) -> None:
        """Ask a worker to do a job."""

    def send_periodic(self, name: str) -> None:
        """Ask a worker to do a periodic task if it is due."""

    def send_first_steps(self) -> None:
        """Ask a worker for what follows when a relay begins."""

    def queued(self) -> int:
        """How many messages wait for a worker."""


@dataclass(slots=True)
class Dispatch:
    """What a relay does instead of running jobs: sends them, and rests while the broker is away."""

    sender: Sender
    only_jobs: bool = False  # a command that waits for its jobs is no relay: the rest is the relay's business
    clock: Callable[[], float] = time.monotonic
    _failures: int = 0
    _rests_until: float = 0.0
    _owes_first_steps: bool = False
    _asked: dict[str, float] = field(default_factory=dict)

    def begin(self) -> None:
        """The relay won the lease: a worker shall do the first steps."""
        self._owes_first_steps = not self.only_jobs

    def turn(self) -> int:
        """Send what is due and not on its way. Gives how many jobs were sent."""
        if self.clock() < self._rests_until:
            return 0
        try:
            self._send_first_steps()
            sent = self._send_jobs(self._with_room(unsent_jobs(WINDOW)))
            self._send_overdue()
        except BrokerDown as error:
            self._rest(error)
            return 0
        if self._failures:
            log.warning("broker_is_back", failures=self._failures)
            self._failures = 0
        return sent

    def _send_first_steps(self) -> None:
        if self._owes_first_steps:
            self.sender.send_first_steps()
            self._owes_first_steps = False

    def _with_room(self, job_ids: Sequence[str]) -> Sequence[str]:
        """None of them while the queue is full: who takes what is there finds the rest in the database."""
        return job_ids if job_ids and self.sender.queued() < MOST_QUEUED else ()

    def _send_jobs(self, job_ids: Sequence[str]) -> int:
        begun, sent = now(), list[str]()
        try:
            for job_id in job_ids:
                self.sender.send_job(job_id)
                sent.append(job_id)
        finally:
            note_dispatched(sent, begun)
        return len(sent)

    def _send_overdue(self) -> None:
        """Beat asks for periodic tasks; where it is not there, the relay does."""
        overdue = () if self.only_jobs else periodic.overdue()
        for name in self._with_room(overdue):
            if self.clock() >= self._asked.get(name, 0.0):
                self.sender.send_periodic(name)
                self._asked[name] = self.clock() + ASK_AGAIN_SECONDS

    def _rest(self, error: BrokerDown) -> None:
        """Longer and longer; every failed try is an alarm in the log."""
        pause = REST_SECONDS[min(self._failures, len(REST_SECONDS) - 1)]
        self._failures += 1
        self._rests_until = self.clock() + pause
        log.error("broker_unavailable", error=str(error)[:200], failures=self._failures, tries_again_in_s=pause)


def unsent_jobs(window: int) -> list[str]:
    """Of the oldest due jobs those that no worker was asked for since they became due, or too long ago."""
    statement = select(Job).where(claimable()).order_by(Job.run_after, Job.id).limit(window)
    moment = now()
    found = [job.id for job in db.session.scalars(statement) if not _on_its_way(job, moment)]
    db.session.commit()
    return found


def _on_its_way(job: Job, moment: datetime) -> bool:
    due_since = job.lease_until if job.state == JobState.LEASED else job.run_after
    if job.dispatched_at is None or due_since is None:
        return False
    return job.dispatched_at >= max(due_since, moment - lease())


def note_dispatched(job_ids: Sequence[str], moment: datetime) -> None:
    """Remember what was sent. Dying before this sends it once more, which the claim makes harmless."""
    if not job_ids:
        return
    with transaction() as session:
        session.execute(
            update(Job)
            .where(Job.id.in_(job_ids))
            .values(dispatched_at=moment)
            .execution_options(synchronize_session=False)
        )


def counts() -> Counter[str]:
    """How many jobs are waiting, later, dispatched, leased, done, dead and given up."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    found = Counter({str(state): int(number) for state, number in rows})
    moment = now()
    waiting = select(func.count()).select_from(Job).where(Job.state == JobState.WAITING)
    found["later"] = db.session.scalar(waiting.where(Job.run_after > moment)) or 0
    on_their_way = waiting.where(Job.run_after <= moment, Job.dispatched_at >= Job.run_after)
    found["dispatched"] = db.session.scalar(on_their_way.where(Job.dispatched_at >= moment - lease())) or 0
    db.session.commit()
    found["waiting"] -= found["later"] + found["dispatched"]
    return found
