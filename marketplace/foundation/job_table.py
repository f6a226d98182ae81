"""The site's own work as operators see it: jobs, periodic tasks, facts that wait, and what the index still lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.sql import ColumnElement

from marketplace.foundation import jobs, periodic, relay
from marketplace.foundation.actor import Actor, NotFound, Power
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.foundation.error_text import scrubbed
from marketplace.foundation.index_state import IndexCheck, IndexState
from marketplace.foundation.jobs import Job, JobState, PeriodicRun
from marketplace.foundation.journal import Fact, FactOutbox
from marketplace.foundation.pages import Page, page_of

SIZE = 25
STATES = ("dead", "waiting", "later", "leased", "done", "given_up")


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job. The error is told without what it might give away."""

    id: str
    task: str
    fact: str
    state: str
    attempts: int
    created_at: datetime
    acted_at: datetime | None  # when it is due, its lease ends, or it was done
    error: str


@dataclass(frozen=True, slots=True)
class PeriodicLine:
    """One periodic task: how often, when it ended last, when it is due, and whether that went well."""

    name: str
    every: timedelta
    ended_at: datetime | None
    due_at: datetime | None
    is_running: bool
    is_overdue: bool
    last_failed: bool


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One index: what it lacks since when, and what the last comparison found."""

    index: str
    documents: int
    pending: int
    pending_since: datetime | None
    check: IndexCheck | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """How far the work is behind, and who is at it."""

    facts: int
    oldest_fact: datetime | None
    relay_until: datetime | None
    in_hand: int
    last_done: datetime | None


def expect_operator(actor: Actor) -> None:
    """For anybody else there is no such table."""
    if not actor.has(Power.OPERATE):
        raise NotFound


def job_lines(actor: Actor, state: str, task: str | None, number: int) -> Page[JobLine]:
    """The jobs in one state, those that need somebody first; of one task, if one is named."""
    expect_operator(actor)
    statement = select(Job).where(_in_state(state))
    if task:
        statement = statement.where(Job.task == task)
    page = page_of(_ordered(statement, state), number, SIZE)
    facts = _fact_names(page.items)
    return Page([_line(job, state, facts) for job in page.items], page.number, page.size, page.total)


def _in_state(state: str) -> ColumnElement[bool]:
    moment = now()
    if state == "later":
        return (Job.state == JobState.WAITING) & (Job.run_after > moment)
    if state == "waiting":
        return (Job.state == JobState.WAITING) & (Job.run_after <= moment)
    return Job.state == state


def _ordered(statement: Select[Job], state: str) -> Select[Job]:
    """What waits: the oldest first. What is over: the newest first."""
    if state in {"waiting", "later", "leased"}:
        return statement.order_by(Job.run_after, Job.id)
    return statement.order_by(Job.id.desc())


def _fact_names(found: Sequence[Job]) -> Mapping[str, str]:
    rows = db.session.execute(select(Fact.id, Fact.name).where(Fact.id.in_([job.fact_id for job in found])))
    return {str(row[0]): str(row[1]) for row in rows}


def _line(job: Job, state: str, facts: Mapping[str, str]) -> JobLine:
    acted = {"leased": job.lease_until, "done": job.done_at}.get(job.state, job.run_after)
    over = None if job.state in {JobState.DEAD, JobState.GIVEN_UP} else acted
    name = facts.get(job.fact_id, "")
    return JobLine(job.id, job.task, name, state, job.attempts, job.created_at, over, scrubbed(job.last_error))


def task_names() -> list[str]:
    """Every task that a job may be of."""
    return sorted(jobs.TASKS)


def periodic_lines(actor: Actor) -> list[PeriodicLine]:
    """Every periodic task of this application."""
    expect_operator(actor)
    overdue = set(periodic.overdue())
    rows = {row.name: row for row in db.session.scalars(select(PeriodicRun))}
    return [_periodic(name, every, rows.get(name), overdue) for name, (every, _) in sorted(jobs.PERIODIC.items())]


def _periodic(name: str, every: timedelta, row: PeriodicRun | None, overdue: set[str]) -> PeriodicLine:
    if row is None:
        return PeriodicLine(name, every, None, None, is_running=False, is_overdue=name in overdue, last_failed=False)
    return PeriodicLine(
        name,
        every,
        row.ended_at,
        row.due_at,
        is_running=row.lease_until is not None and row.lease_until >= now(),
        is_overdue=name in overdue,
        last_failed=row.last_failed,
    )


def index_lines(actor: Actor) -> list[IndexLine]:
    """Every index that something was noted for."""
    expect_operator(actor)
    waiting = IndexState.version > IndexState.sent_version
    pending = {
        index: (count, since)
        for index, count, since in db.session.execute(
            select(IndexState.index, func.count(), func.min(IndexState.changed_at))
            .where(waiting)
            .group_by(IndexState.index)
        )
    }
    held = select(IndexState.index, func.count(IndexState.hash)).group_by(IndexState.index)
    documents = {str(row[0]): int(row[1]) for row in db.session.execute(held)}
    checks = {check.index: check for check in db.session.scalars(select(IndexCheck))}
    return [
        IndexLine(index, documents.get(index, 0), count, since, checks.get(index))
        for index in sorted(documents.keys() | checks.keys())
        for count, since in (pending.get(index, (0, None)),)
    ]


def backlog(actor: Actor) -> Backlog:
    """Facts that the relay has not seen, and the signs of life of those who work."""
    expect_operator(actor)
    waiting = select(func.count(), func.min(Fact.happened_at)).join(FactOutbox, FactOutbox.fact_id == Fact.id)
    facts, oldest = db.session.execute(waiting).one()
    holder = select(relay.RelayLease.until).where(relay.RelayLease.until >= now())
    return Backlog(
        facts=facts,
        oldest_fact=oldest,
        relay_until=db.session.scalar(holder),
        in_hand=jobs.being_done(),
        last_done=db.session.scalar(select(func.max(Job.done_at))),
    )


def dead_count(_actor: Actor) -> int:
    """How many jobs failed for good and wait for a person."""
    return db.session.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.DEAD)) or 0
