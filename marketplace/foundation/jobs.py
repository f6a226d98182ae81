"""Jobs: what follows from a fact, each done once; claimed by lease, swept when a worker dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint, and_, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement

from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, db, locked, transaction
from marketplace.foundation.facts import JobGivenUp, JobRetried
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact, record

ATTEMPTS = 6
BACKOFF_SECONDS = (2, 10, 60, 300, 1800)
log = structlog.get_logger(__name__)


class JobState(StrEnum):
    """Where a job is; a dead one waits for a person, who may give it up."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"
    GIVEN_UP = "given_up"


class Job(Base):
    """One task to do because of one fact; unique on both, so that a fact is never acted on twice."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("fact_id", "task"), Index("ix_job_due", "state", "run_after"))

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    fact_id: Mapped[Id] = mapped_column(ForeignKey("fact.id"))
    task: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10), default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime] = mapped_column(default=now)
    lease_owner: Mapped[str | None] = mapped_column(String(26))
    lease_until: Mapped[datetime | None]
    dispatched_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]


class PeriodicRun(Base):
    """When a periodic task is due next, and who is at it; the conditional update of this row decides who runs it."""

    __tablename__ = "periodic_run"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    last_failed: Mapped[bool] = mapped_column(Boolean, default=False)
    lease_owner: Mapped[str | None] = mapped_column(String(26))
    lease_until: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """What a task is told: plain values only."""

    id: str
    name: str
    values: Mapping[str, Any]
    person_id: str | None
    organisation_id: str | None
    happened_at: datetime


Task = Callable[[RecordedFact], None]
TASKS: dict[str, Task] = {}
PERIODIC: dict[str, tuple[timedelta, Callable[[], None]]] = {}
LONG_PERIODIC: set[str] = set()  # of PERIODIC, those that may take minutes
_running: ContextVar[str | None] = ContextVar("running_job", default=None)


def task(name: str) -> Callable[[Task], Task]:
    """Register what `reactions.py` names. It runs inside transaction(), as SYSTEM."""

    def register(function: Task) -> Task:
        if TASKS.setdefault(name, function) is not function:
            raise RuntimeError(f"two tasks are called {name}")
        return function

    return register


def periodic(name: str, every: timedelta, *, long: bool = False) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register what the relay does again and again. It opens its own transactions, as SYSTEM.

    `long`: it may take minutes, so that jobs are done meanwhile.
    """

    def register(function: Callable[[], None]) -> Callable[[], None]:
        PERIODIC[name] = (every, function)
        if long:
            LONG_PERIODIC.add(name)
        return function

    return register


def current_job_id() -> str | None:
    """The job that is running here, so that what it sends is recognisably the same when repeated."""
    return _running.get()


def lease() -> timedelta:
    """For how long a job that was given to a worker is its own, and a dispatched one is waited for."""
    return timedelta(seconds=current_app.extensions["settings"].job_lease_seconds)


def due_jobs(limit: int) -> list[str]:
    """Jobs to do now, oldest first: waiting ones, and those whose worker's lease ran out."""
    statement = select(Job.id).where(claimable()).order_by(Job.run_after, Job.id).limit(limit)
    found = list(db.session.scalars(statement))
    db.session.commit()
    return found


def run_job(job_id: str) -> bool:
    """Claim and do one job. False: somebody else has it, or it is done. Never raises for the task."""
    owner = new_id()
    if not _claim(job_id, owner):
        return False
    try:
        _do(job_id, owner)
    except Exception as error:
        log.exception("job_failed", job_id=job_id, error_kind=type(error).__name__)
        _give_back(job_id, owner, error)
    return True


def claimable() -> ColumnElement[bool]:
    """Waiting and due, or left behind by a worker whose lease ran out."""
    moment = now()
    return or_(
        and_(Job.state == JobState.WAITING, Job.run_after <= moment),
        and_(Job.state == JobState.LEASED, Job.lease_until < moment),
    )


def _claim(job_id: str, owner: str) -> bool:
    values = {
        "state": JobState.LEASED,
        "attempts": Job.attempts + 1,
        "lease_owner": owner,
        "lease_until": now() + lease(),
    }
    with transaction() as session:
        _bury_if_deadly(job_id)
        claimed = session.execute(
            update(Job)
            .where(Job.id == job_id, claimable())
            .values(values)
            .returning(Job.id)
            .execution_options(synchronize_session=False)
        )
        return claimed.first() is not None


def _bury_if_deadly(job_id: str) -> None:
    """A job during which every worker died is not given to the next one."""
    worn_out = (Job.state == JobState.LEASED, Job.lease_until < now(), Job.attempts >= ATTEMPTS)
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, *worn_out)
        .values(state=JobState.DEAD, lease_owner=None, lease_until=None, last_error="its workers died")
        .execution_options(synchronize_session=False)
    )


def _do(job_id: str, owner: str) -> None:
    """Effect and "done" commit together."""
    with acting_as(SYSTEM), transaction() as session, _marked(job_id):
        mine = select(Job).where(Job.id == job_id, Job.lease_owner == owner, Job.state == JobState.LEASED)
        job = session.scalars(locked(mine)).one_or_none()
        if job is None:
            return
        fact = session.get_one(Fact, job.fact_id)
        TASKS[job.task](recorded(fact))
        job.state, job.done_at, job.lease_until, job.last_error = JobState.DONE, now(), None, None


def recorded(fact: Fact) -> RecordedFact:
    """A stored fact as its tasks see it."""
    return RecordedFact(fact.id, fact.name, fact.values, fact.person_id, fact.organisation_id, fact.happened_at)


@contextmanager
def _marked(job_id: str) -> Iterator[None]:
    token = _running.set(job_id)
    try:
        yield
    finally:
        _running.reset(token)


def _give_back(job_id: str, owner: str, error: Exception) -> None:
    with transaction() as session:
        mine = select(Job).where(Job.id == job_id, Job.lease_owner == owner, Job.state == JobState.LEASED)
        job = session.scalars(locked(mine)).one_or_none()
        if job is None:
            return
        job.last_error = f"{type(error).__name__}: {error}"[:500]
        job.lease_until = job.lease_owner = None
        if job.attempts >= ATTEMPTS:
            job.state = JobState.DEAD
            return
        job.state = JobState.WAITING
        job.run_after = now() + timedelta(seconds=BACKOFF_SECONDS[min(job.attempts, len(BACKOFF_SECONDS)) - 1])


def being_done() -> int:
    """How many jobs are in the hands of a worker now."""
    leased = select(func.count()).select_from(Job).where(Job.state == JobState.LEASED, Job.lease_until >= now())
    found = db.session.scalar(leased) or 0
    db.session.commit()
    return found


def dead_jobs() -> list[Job]:
    """What failed for good and waits for a person."""
    return list(db.session.scalars(select(Job).where(Job.state == JobState.DEAD).order_by(Job.id)))


def retry(job_id: str) -> bool:
    """Give a dead job its attempts again. False: there is no such dead job."""
    with transaction():
        job = _locked_dead(job_id)
        if job is None:
            return False
        job.state, job.attempts, job.run_after = JobState.WAITING, 0, now()
        record(JobRetried(job.id, job.task))
        return True


def give_up(job_id: str) -> bool:
    """Decide that a dead job is not done any more. False: there is no such dead job."""
    with transaction():
        job = _locked_dead(job_id)
        if job is None:
            return False
        job.state = JobState.GIVEN_UP
        record(JobGivenUp(job.id, job.task))
        return True


def _locked_dead(job_id: str) -> Job | None:
    dead = select(Job).where(Job.id == job_id, Job.state == JobState.DEAD)
    return db.session.scalars(locked(dead)).one_or_none()
