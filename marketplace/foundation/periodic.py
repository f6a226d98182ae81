"""Periodic tasks: whoever asks, a conditional update in the database decides whether one is due and who does it.

Who does one holds a lease, which a thread renews for as long as the task takes. So the lease can be short: a process
that is killed keeps even the task of every ten seconds away for half a minute only, and a task that takes twenty
minutes is nobody else's meanwhile. What hangs is ended by the worker's time limits, and its lease with it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import Flask, current_app
from sqlalchemy import or_, select, update
from sqlalchemy.sql import Update

from marketplace.foundation import jobs
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.jobs import PeriodicRun
from marketplace.foundation.upsert import insert_new

ASKED_TIMES = 4  # in each period, so that a task waits for a quarter of its period at most after it is due
ASKED_EVERY_AT_MOST = timedelta(minutes=1)
LEASE = timedelta(seconds=30)
RENEWED_EVERY_SECONDS = 8.0  # three may fail
PAUSE_AFTER_FAILURE = timedelta(minutes=5)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody has taken: the task, its lease's owner, since when, and when it had been due."""

    name: str
    owner: str
    moment: datetime
    due_at: datetime


def run_periodic(*, long: bool | None = None) -> int:
    """Do the periodic tasks that are due, one after the other: all of them, the long ones or the others."""
    return sum(run_if_due(name) for name in list(jobs.PERIODIC) if long in (None, name in jobs.LONG_PERIODIC))


def run_if_due(name: str) -> bool:
    """Do one periodic task if it is due and nobody is at it.

    It is due again when its period has passed since it was begun; a failing one is logged and tried again after a
    pause, and one whose process is killed when the lease has run out.
    """
    if name not in jobs.PERIODIC:
        log.error("periodic_task_unknown", task=name)
        return False
    every, function = jobs.PERIODIC[name]
    claim = _claim(name)
    if claim is None:
        return False
    try:
        with _renewed(claim), acting_as(SYSTEM):
            function()
    except Exception:
        db.session.rollback()
        log.exception("periodic_task_failed", task=name)
        _give_back(claim, now() + min(every, PAUSE_AFTER_FAILURE), failed=True)
    else:
        _give_back(claim, claim.moment + every, failed=False)
    return True


def asking_interval(every: timedelta) -> timedelta:
    """How often to ask about a task that is due this often."""
    return min(every / ASKED_TIMES, ASKED_EVERY_AT_MOST)


def overdue() -> list[str]:
    """What nobody did though it was asked for at least twice, and nobody is at: beat is not there."""
    rows = {row.name: max(row.due_at, row.lease_until or row.due_at) for row in db.session.scalars(select(PeriodicRun))}
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
        if not insert_new(session, PeriodicRun, {"name": name, "due_at": moment, "last_failed": False}):
            session.execute(update(PeriodicRun).where(PeriodicRun.name == name).values(due_at=moment))


def _claim(name: str) -> Claim | None:
    moment, owner = now(), new_id()
    with transaction() as session:
        insert_new(session, PeriodicRun, {"name": name, "due_at": moment, "last_failed": False})
        due_at = session.scalar(
            update(PeriodicRun)
            .where(PeriodicRun.name == name, PeriodicRun.due_at <= moment)
            .where(or_(PeriodicRun.lease_until.is_(None), PeriodicRun.lease_until < moment))
            .values(lease_owner=owner, lease_until=moment + LEASE)
            .returning(PeriodicRun.due_at)
            .execution_options(synchronize_session=False)
        )
    return None if due_at is None else Claim(name, owner, moment, due_at)


def _mine(claim: Claim) -> Update:
    mine = update(PeriodicRun).where(PeriodicRun.name == claim.name, PeriodicRun.lease_owner == claim.owner)
    return mine.execution_options(synchronize_session=False)


def _give_back(claim: Claim, due_at: datetime, *, failed: bool) -> None:
    """What was brought forward meanwhile stays due: the task may have read what was there before."""
    with transaction() as session:
        session.execute(_mine(claim).where(PeriodicRun.due_at == claim.due_at).values(due_at=due_at))
        session.execute(_mine(claim).values(lease_owner=None, lease_until=None, last_failed=failed, ended_at=now()))


@contextmanager
def _renewed(claim: Claim) -> Iterator[None]:
    ended = threading.Event()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the thread needs more than a proxy
    thread = threading.Thread(target=_renew, args=(app, claim, ended), name="periodic-lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=1)


def _renew(app: Flask, claim: Claim, ended: threading.Event) -> None:
    while not ended.wait(RENEWED_EVERY_SECONDS):
        with app.app_context():
            try:
                with transaction() as session:
                    session.execute(_mine(claim).values(lease_until=now() + LEASE))
            except Exception:
                log.exception("periodic_lease_not_renewed", task=claim.name)
