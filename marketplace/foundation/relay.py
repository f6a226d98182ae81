"""The relay: turns facts into jobs, and does them or hands them to the workers; one at a time holds its lease."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from click import ClickException
from flask import Flask
from sqlalchemy import String, delete, event, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.foundation import jobs
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.aside import Aside, Step
from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, db, transaction
from marketplace.foundation.dispatch import Dispatch
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact, FactOutbox, FactSeal, canonical
from marketplace.foundation.periodic import run_periodic
from marketplace.foundation.upsert import insert_new

FIRST_LEASE = timedelta(minutes=10)  # the first steps read everything, once
PAUSE_SECONDS = 2.0  # beside the pages, whose commits wake the relay
OWN_PAUSE_SECONDS = 0.5  # in a process of its own, which no commit wakes
DRAIN_PAUSE_SECONDS = 0.05
PATIENCE_SECONDS = 15.0  # in which some worker takes a job, if there is one
STOPPING_SECONDS = 20.0
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
    """The one process that expands facts.

    `first` runs when the lease is won. With `dispatch` the workers do all that; without, we do: what takes long
    `aside` while jobs go on, or where there is no aside in turn with them, the first steps before any job.
    """

    reactions: Mapping[str, Sequence[str]]
    first: Sequence[Callable[[], None]] = ()
    dispatch: Dispatch | None = None
    aside: Aside | None = None
    holder: str = field(default_factory=new_id)
    _holding: bool = False
    _owed: list[Step] = field(default_factory=list)

    def hold(self) -> bool:
        """Take or renew the lease. True while it is ours."""
        if self._holding:
            self._holding = _take_lease(self.holder, lease())
            return self._holding
        if self.dispatch:
            self._holding = _take_lease(self.holder, lease())
            if self._holding and self.first:
                self.dispatch.begin()
            return self._holding
        return self._begin_alone()

    def _begin_alone(self) -> bool:
        if self.aside:
            self._holding = _take_lease(self.holder, lease())
            self._owed = list(self.first) if self._holding else []
            return self._holding
        if not _take_lease(self.holder, FIRST_LEASE if self.first else lease()):
            return False
        self.do_first_steps()
        self._holding = _take_lease(self.holder, lease())
        return self._holding

    def do_first_steps(self) -> None:
        """What follows when a relay begins, as SYSTEM."""
        for step in self.first:
            with acting_as(SYSTEM):
                step()

    def turn(self) -> int:
        """One round: facts become jobs, what is due is done or sent. Gives how much was done."""
        done = expand(self.reactions)
        if self.dispatch:
            return done + self.dispatch.turn()
        for job_id in jobs.due_jobs(BATCH):
            done += jobs.run_job(job_id)
            if not _take_lease(self.holder, lease()):
                self._holding = False
                break
        return done + self._do_periodic()

    def _do_periodic(self) -> int:
        if self.aside is None:
            return run_periodic()
        if self.aside.is_free:
            self.aside.begin([*self._owed, lambda: run_periodic(long=True)])
            self._owed = []
        return run_periodic(long=False)

    def let_go(self) -> None:
        """Give the lease back, so that the next one need not wait for it to run out."""
        with transaction() as session:
            session.execute(delete(RelayLease).where(RelayLease.holder == self.holder))
        self._holding = False


def lease() -> timedelta:
    """For how long the relay may be silent before another takes over: a quarter of a job's lease, 30 seconds."""
    return jobs.lease() / 4


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


def waiting_work() -> int:
    """How many facts are left, jobs that nobody tried yet, and jobs that somebody is doing."""
    untried = (jobs.Job.state == jobs.JobState.WAITING) & (jobs.Job.attempts == 0)
    being_done = (jobs.Job.state == jobs.JobState.LEASED) & (jobs.Job.lease_until >= now())
    facts = db.session.scalar(select(func.count()).select_from(FactOutbox)) or 0
    left = db.session.scalar(select(func.count()).select_from(jobs.Job).where(untried | being_done))
    db.session.commit()
    return facts + (left or 0)


class NobodyWorks(ClickException):
    """Jobs are dispatched and no worker takes any."""

    def __init__(self, left: int) -> None:
        super().__init__(
            f"{left} job(s) wait and no worker takes them. Nothing is lost. Start a worker and try again:\n"
            "  celery -A marketplace.worker worker"
        )


@dataclass(slots=True)
class Patience:
    """With workers, how long nothing has become less."""

    left: int = -1
    since: float = 0.0

    def look(self, left: int) -> None:
        """Raises NobodyWorks when there is no progress for long and no worker is at a job."""
        if left != self.left or jobs.being_done():
            self.left, self.since = left, time.monotonic()
        elif time.monotonic() - self.since > PATIENCE_SECONDS:
            raise NobodyWorks(left)


def drain(app: Flask, progress: Callable[[int], None] | None = None) -> None:
    """Do all that is waiting, as commands need it: ourselves if nobody holds the lease, else wait for the holder.

    With Redis the workers do it; raises NobodyWorks if for a while none of them takes anything.
    """
    relay: Relay = app.extensions["relay"]()
    if relay.dispatch:
        relay.dispatch.only_jobs = True
    patience = Patience()
    try:
        while left := waiting_work():
            if progress:
                progress(left)
            if relay.dispatch:
                patience.look(left)
            _help(relay)
    finally:
        if relay.holder == lease_holder():
            relay.let_go()


def _help(relay: Relay) -> None:
    if not relay.hold():
        time.sleep(0.2)
    elif not relay.turn():
        time.sleep(DRAIN_PAUSE_SECONDS)


def run(app: Flask, stopping: threading.Event, pause: float = OWN_PAUSE_SECONDS) -> None:
    """Be the relay until told to stop: turn by turn while the lease is ours, else look again."""
    relay: Relay = app.extensions["relay"]()
    if not relay.dispatch:
        relay.aside = Aside(app)
    while not stopping.is_set():
        with app.app_context():
            busy = _turn_safely(relay)
        if not busy:
            wake.wait(pause)
            wake.clear()
    if relay.aside:
        relay.aside.stop()
    with app.app_context():
        _let_go_safely(relay)


def _let_go_safely(relay: Relay) -> None:
    """Without a database the lease runs out by itself."""
    try:
        relay.let_go()
    except Exception:
        log.exception("relay_lease_not_given_back")


def _turn_safely(relay: Relay) -> int:
    try:
        return relay.turn() if relay.hold() else 0
    except Exception:
        db.session.rollback()
        log.exception("relay_turn_failed")
        return 0


def start_thread(app: Flask) -> Callable[[], None]:
    """Run the relay beside the embedded server; gives the function that stops it.

    With Redis nothing is started: the relay is then a process of its own, and pages never talk to the broker.
    """
    if app.extensions["settings"].redis_url:
        log.info("relay_is_a_process_of_its_own", command="flask --app wsgi relay")
        return lambda: None
    stopping = threading.Event()
    thread = threading.Thread(target=run, args=(app, stopping, PAUSE_SECONDS), name="relay", daemon=True)
    thread.start()

    def stop() -> None:
        stopping.set()
        wake.set()
        thread.join(timeout=STOPPING_SECONDS)

    return stop
