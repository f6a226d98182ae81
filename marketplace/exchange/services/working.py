"""The work on uploaded lists: each is tried, and brought in once somebody has confirmed it. After a kill it goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog
from sqlalchemy import select, update

from marketplace.exchange.gateway import Unreadable
from marketplace.exchange.models import ImportBatch, ImportTrial
from marketplace.exchange.services import importing, undoing
from marketplace.exchange.services.importing import KINDS, Ordered
from marketplace.exchange.services.plans import Choices, Reading
from marketplace.exchange.services.reports import Report, keep_report
from marketplace.foundation.actor import SYSTEM
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, locked, transaction
from marketplace.mandates.content import Privacy

WAITING, TRYING, TRIED, UNREADABLE = "waiting", "trying", "tried", "unreadable"
CONFIRMED, IMPORTING, IMPORTED = "confirmed", "importing", "imported"
MOST_ATTEMPTS = 5  # of each step; one that a deployment cut short counts too
TO_TRY, TO_IMPORT = (WAITING, TRYING), (CONFIRMED, IMPORTING)
log = structlog.get_logger(__name__)


def work() -> None:
    """Everything that waits, one after the other: files to try or to bring in, batches to take back.

    One process does this at a time. What is found half done was left by one that was killed, and is done anew:
    bringing a list in is repeatable. What fails keeps nobody else waiting; the first failure is told at the end.
    """
    failures: list[Exception] = []
    for trial_id in _ids(select(ImportTrial.id).where(ImportTrial.state.in_((*TO_TRY, *TO_IMPORT)))):
        _alone(work_on, trial_id, failures)
    for batch_id in _ids(select(ImportBatch.id).where(ImportBatch.state == "undoing")):
        _alone(partial(undoing.undo, SYSTEM), batch_id, failures)
    if failures:
        raise failures[0]


def _alone(do: Callable[[str], object], of_id: str, failures: list[Exception]) -> None:
    try:
        do(of_id)
    except Exception as error:
        db.session.rollback()
        log.exception("import_work_failed", of_id=of_id)
        failures.append(error)


def _ids(statement: object) -> list[str]:
    found = list(db.session.scalars(statement))  # type: ignore[call-overload]  # selects of one id
    db.session.commit()
    return sorted(found)


def work_on(trial_id: str) -> None:
    """Do what one uploaded list waits for."""
    with transaction():
        trial = db.session.scalars(locked(select(ImportTrial).where(ImportTrial.id == trial_id))).one()
        if trial.state not in (*TO_TRY, *TO_IMPORT):
            return
        if trial.attempts >= MOST_ATTEMPTS:
            _give_up(trial)
            return
        trial.attempts += 1
        trial.state = TRYING if trial.state in TO_TRY else IMPORTING
        trial.rows_done, trial.changed_at = 0, now()
    try:
        reading = _read(trial)
    except (Unreadable, FileNotFoundError) as error:
        _unreadable(trial_id, error)
        return
    _set(trial_id, rows=len(reading.file.rows) + len(reading.file.broken))
    if trial.state == TRYING:
        _try(trial_id, trial, reading)
    else:
        _bring_in(trial_id, trial, reading)


def _give_up(trial: ImportTrial) -> None:
    """Its work failed, or killed its process, each time: it is not begun again, and its page says so."""
    log.error("import_given_up", trial_id=trial.id, attempts=trial.attempts)
    trial.state, trial.changed_at = UNREADABLE, now()
    trial.problem = {"code": "file.failed", "values": {"times": str(trial.attempts)}}
    if trial.batch_id is not None:
        db.session.get_one(ImportBatch, trial.batch_id).state = "stopped"


def _read(trial: ImportTrial) -> Reading:
    return importing.read_stored(KINDS[trial.kind], trial.file_name, trial.sha256, choices_of(trial))


def choices_of(trial: ImportTrial) -> Choices:
    """What was said of the list when it was uploaded."""
    held = trial.choices
    return Choices(held["source"], held["country"], Privacy(held["privacy"]))


def _unreadable(trial_id: str, error: Unreadable | FileNotFoundError) -> None:
    told = error if isinstance(error, Unreadable) else Unreadable("file.lost")
    _set(trial_id, state=UNREADABLE, problem={"code": told.code, "values": told.values})


def _try(trial_id: str, trial: ImportTrial, reading: Reading) -> None:
    report = importing.try_list(SYSTEM, KINDS[trial.kind], reading, choices_of(trial), lambda _: None)
    _set(trial_id, state=TRIED, attempts=0, rows_done=len(report.rows), **_kept(report))


def _bring_in(trial_id: str, trial: ImportTrial, reading: Reading) -> None:
    done = 0

    def progress(rows: int) -> None:
        nonlocal done
        done += rows
        _set(trial_id, rows_done=done)

    _stop_earlier(trial)
    ordered = Ordered(trial.person_id, lambda batch_id: _set(trial_id, batch_id=batch_id))
    report = importing.import_list(SYSTEM, KINDS[trial.kind], reading, choices_of(trial), progress, ordered)
    _set(trial_id, state=IMPORTED, rows_done=len(report.rows), **_kept(report))


def _stop_earlier(trial: ImportTrial) -> None:
    """The batch of one who was killed can be taken back like any other; what it brought in is now unchanged."""
    if trial.batch_id is not None:
        log.warning("import_goes_on_after_a_kill", trial_id=trial.id, batch_id=trial.batch_id)
        with transaction() as session:
            session.get_one(ImportBatch, trial.batch_id).state = "stopped"


def _kept(report: Report) -> dict[str, object]:
    return {"counts": report.counts, "report_hash": keep_report(report)}


def _set(trial_id: str, **values: object) -> None:
    with transaction() as session:
        session.execute(update(ImportTrial).where(ImportTrial.id == trial_id).values(changed_at=now(), **values))
