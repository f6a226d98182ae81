"""The relay: turns facts into jobs and does them; one at a time holds its lease."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy import String, delete, event, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.foundation import jobs
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact, FactOutbox, FactSeal, canonical
from marketplace.foundation.upsert import insert_new

LEASE = timedelta(seconds=30)
FIRST_LEASE = timedelta(minutes=10)  # the first steps read everything, once
PAUSE_SECONDS = 2.0
BATCH = 200
GENESIS = "0" * 64
log = structlog.get_logger(__name__)
wake = threading.Event()


@event.listens_for(Session, "after_commit")
def _wake_relay(session: Session) -> None:
    """A commit that recorded a fact wakes the relay of this process; others find it within seconds."""
    if session.info.pop("recorded", False):
        wake.set()


class RelayLease(Base):
    """Who may expand facts now, and until when."""

    __tablename__ = "relay_lease"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(26))
    until: Mapped[datetime]


@dataclass(slots=True)
class Relay:
    """The one process that expands facts. `first` runs when the lease is won, before any job."""

    reactions: Mapping[str, Sequence[str]]
    first: Sequence[Callable[[], None]] = ()
    holder: str = field(default_factory=new_id)
    _holding: bool = False

    def hold(self) -> bool:
        """Take or renew the lease. True while it is ours."""
        if self._holding:
            self._holding = _take_lease(self.holder, LEASE)
            return self._holding
        if not _take_lease(self.holder, FIRST_LEASE if self.first else LEASE):
            return False
        for step in self.first:
            step()
        self._holding = _take_lease(self.holder, LEASE)
        return self._holding

    def turn(self) -> int:
        """One round: facts become jobs, due jobs and periodic tasks are done. Gives how much was done."""
        done = expand(self.reactions)
        for job_id in jobs.due_jobs(BATCH):
            done += jobs.run_job(job_id)
            if not _take_lease(self.holder, LEASE):
                self._holding = False
                break
        return done + run_periodic()

    def let_go(self) -> None:
        """Give the lease back, so that the next one need not wait for it to run out."""
        with transaction() as session:
            session.execute(delete(RelayLease).where(RelayLease.holder == self.holder))
        self._holding = False


def _take_lease(holder: str, length: timedelta) -> bool:
    moment = now()
    with transaction() as session:
        taken = session.execute(
            update(RelayLease)
            .where(RelayLease.name == "relay", or_(RelayLease.holder == holder, RelayLease.until < moment))
            .values(holder=holder, until=moment + length)
            .returning(RelayLease.name)
            .execution_options(synchronize_session=False)
        ).first()
        return taken is not None or _first_lease(session, holder, moment + length)


def _first_lease(session: Session, holder: str, until: datetime) -> bool:
    return insert_new(session, RelayLease, {"name": "relay", "holder": holder, "until": until})


def lease_holder() -> str | None:
    """Who holds the lease now, if anybody."""
    holder = db.session.scalar(select(RelayLease.holder).where(RelayLease.name == "relay", RelayLease.until >= now()))
    db.session.commit()
    return holder


def expand(reactions: Mapping[str, Sequence[str]]) -> int:
    """Make one job per reaction of every fact not seen yet, and seal the facts into the chain."""
    with transaction() as session:
        waiting = (
            select(Fact)
            .join(FactOutbox, FactOutbox.fact_id == Fact.id)
            .order_by(Fact.happened_at, Fact.id)
            .limit(BATCH)
            .with_for_update(of=FactOutbox, skip_locked=True)
        )
        facts = session.scalars(waiting).all()
        if not facts:
            return 0
        _seal(session, facts)
        for fact in facts:
            for name in reactions.get(fact.name, ()):
                session.add(jobs.Job(fact_id=fact.id, task=name))
        session.execute(delete(FactOutbox).where(FactOutbox.fact_id.in_([fact.id for fact in facts])))
        return len(facts)


def _seal(session: Session, facts: Sequence[Fact]) -> None:
    last = session.scalars(select(FactSeal).order_by(FactSeal.position.desc()).limit(1)).one_or_none()
    position, previous = (last.position, last.hash) if last else (0, GENESIS)
    for fact in facts:
        position += 1
        sealed = seal_hash(previous, fact)
        session.add(FactSeal(position=position, fact_id=fact.id, previous_hash=previous, hash=sealed))
        previous = sealed


def seal_hash(previous: str, fact: Fact) -> str:
    """SHA-256 over the previous seal and the fact's canonical text."""
    return hashlib.sha256(f"{previous}\n{canonical(fact)}".encode()).hexdigest()


def broken_seals() -> list[int]:
    """Positions at which the chain does not hold: changed, missing, inserted or reordered facts."""
    broken, previous, expected = [], GENESIS, 1
    rows = db.session.execute(
        select(FactSeal, Fact)
        .join(Fact, Fact.id == FactSeal.fact_id)
        .order_by(FactSeal.position)
        .execution_options(yield_per=1000)
    )
    for seal, fact in rows:
        fits = seal.previous_hash == previous and seal.hash == seal_hash(previous, fact)
        if not fits or seal.position != expected:
            broken.append(seal.position)
        previous, expected = seal.hash, seal.position + 1
    return broken


def run_periodic() -> int:
    """Do the periodic tasks that are due; a failing one is logged and tried again at its next time."""
    ran = 0
    for name, (every, function) in jobs.PERIODIC.items():
        if not _due(name, every):
            continue
        ran += 1
        try:
            with acting_as(SYSTEM):
                function()
        except Exception:
            db.session.rollback()
            log.exception("periodic_task_failed", task=name)
    return ran


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


def waiting_work() -> int:
    """How many facts and due jobs are left."""
    unfinished = (jobs.JobState.WAITING, jobs.JobState.LEASED)
    facts = db.session.scalar(select(func.count()).select_from(FactOutbox)) or 0
    due = db.session.scalar(
        select(func.count()).select_from(jobs.Job).where(jobs.Job.state.in_(unfinished), jobs.Job.attempts == 0)
    )
    db.session.commit()
    return facts + (due or 0)


def drain(app: Flask, progress: Callable[[int], None] | None = None) -> None:
    """Do all that is waiting, as commands need it: ourselves if nobody holds the lease, else wait for the holder."""
    relay: Relay = app.extensions["relay"]()
    while left := waiting_work():
        if progress:
            progress(left)
        if relay.hold():
            relay.turn()
        else:
            time.sleep(0.2)
    if relay.holder == lease_holder():
        relay.let_go()


def start_thread(app: Flask) -> Callable[[], None]:
    """Run the relay beside the embedded server; gives the function that stops it."""
    stopping = threading.Event()

    def loop() -> None:
        relay: Relay = app.extensions["relay"]()
        while not stopping.is_set():
            with app.app_context():
                try:
                    busy = relay.hold() and relay.turn()
                except Exception:
                    db.session.rollback()
                    log.exception("relay_turn_failed")
                    busy = 0
            if not busy:
                wake.wait(PAUSE_SECONDS)
                wake.clear()
        with app.app_context():
            relay.let_go()

    thread = threading.Thread(target=loop, name="relay", daemon=True)
    thread.start()

    def stop() -> None:
        stopping.set()
        wake.set()
        thread.join(timeout=10)

    return stop
