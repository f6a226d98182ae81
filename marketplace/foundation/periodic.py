"""Periodic tasks: whoever asks, a conditional update in the database decides whether one is due and who does it."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import select, update

from marketplace.foundation import jobs
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.upsert import insert_new

ASKED_TIMES = 4  # in each period, so that a task waits for a quarter of its period at most after it is due
ASKED_EVERY_AT_MOST = timedelta(minutes=1)
log = structlog.get_logger(__name__)


def run_periodic(*, long: bool | None = None) -> int:
    """Do the periodic tasks that are due, one after the other: all of them, the long ones or the others."""
    return sum(run_if_due(name) for name in list(jobs.PERIODIC) if long in (None, name in jobs.LONG_PERIODIC))


def run_if_due(name: str) -> bool:
    """Do one periodic task if it is due; a failing one is logged and tried again at its next time."""
    if name not in jobs.PERIODIC:
        log.error("periodic_task_unknown", task=name)
        return False
    every, function = jobs.PERIODIC[name]
    if not _due(name, every):
        return False
    try:
        with acting_as(SYSTEM):
            function()
    except Exception:
        db.session.rollback()
        log.exception("periodic_task_failed", task=name)
    return True


def asking_interval(every: timedelta) -> timedelta:
    """How often to ask about a task that is due this often."""
    return min(every / ASKED_TIMES, ASKED_EVERY_AT_MOST)


def overdue() -> list[str]:
    """What nobody did though it was asked for at least twice: beat is not there."""
    rows = {row.name: row.due_at for row in db.session.scalars(select(jobs.PeriodicRun))}
    db.session.commit()
    moment = now()
    return [
        name
        for name, (every, _) in jobs.PERIODIC.items()
        if name not in rows or rows[name] + 2 * asking_interval(every) < moment
    ]


def bring_forward(name: str) -> None:
    """Make a periodic task due now, once the transaction that is open has been committed."""
    moment = now()
    with transaction() as session:
        if not insert_new(session, jobs.PeriodicRun, {"name": name, "due_at": moment, "last_failed": False}):
            session.execute(update(jobs.PeriodicRun).where(jobs.PeriodicRun.name == name).values(due_at=moment))


def _due(name: str, every: timedelta) -> bool:
    moment = now()
    with transaction() as session:
        if insert_new(session, jobs.PeriodicRun, {"name": name, "due_at": moment + every, "last_failed": False}):
            return True
        claimed = session.execute(
            update(jobs.PeriodicRun)
            .where(jobs.PeriodicRun.name == name, jobs.PeriodicRun.due_at <= moment)
            .values(due_at=moment + every)
            .returning(jobs.PeriodicRun.name)
            .execution_options(synchronize_session=False)
        )
        return claimed.first() is not None
