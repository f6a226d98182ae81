"""One import from a file to a report; a trial run does the same and leaves nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from marketplace.exchange import facts, policies
from marketplace.exchange.gateway import read_bytes, read_file
from marketplace.exchange.models import ImportBatch
from marketplace.exchange.services.applying import Run, apply
from marketplace.exchange.services.companies import COMPANIES
from marketplace.exchange.services.investors import INVESTORS
from marketplace.exchange.services.plans import Choices, Kind, Reading
from marketplace.exchange.services.products import PRODUCTS
from marketplace.exchange.services.reports import Report, keep_report, possible_duplicates, report_of
from marketplace.foundation.actor import Actor, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.storage import store

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (PRODUCTS, COMPANIES, INVESTORS)}


class _TrialEnded(Exception):
    """Carries the report out of a transaction that is undone."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


@dataclass(frozen=True, slots=True)
class Ordered:
    """Who ordered an import, and who wants to know its batch as soon as it has one."""

    person_id: str | None = None
    begun: Callable[[str], None] = lambda _batch_id: None


def read_list(kind: Kind, path: Path, choices: Choices) -> Reading:
    """The file as plans. Raises Unreadable."""
    return kind.read(read_file(path, kind.columns), choices)


def read_stored(kind: Kind, name: str, sha256: str, choices: Choices) -> Reading:
    """An uploaded file as plans: the very bytes of this hash. Raises Unreadable, FileNotFoundError."""
    with store().open(sha256) as stored:
        raw = stored.read()
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise FileNotFoundError(sha256)
    return kind.read(read_bytes(name, raw, kind.columns), choices)


def import_list(
    actor: Actor,
    kind: Kind,
    reading: Reading,
    choices: Choices,
    progress: Callable[[int], None],
    ordered: Ordered | None = None,
) -> Report:
    """Bring a list live, in batches; the report of every row, which is kept."""
    allow(policies.can_import(actor))
    ordered = ordered or Ordered()
    run = Run(actor, new_id(), kind.name, choices)
    _begin(run, reading, ordered.person_id)
    ordered.begun(run.batch_id)
    return _done(run, reading, progress)


def try_list(actor: Actor, kind: Kind, reading: Reading, choices: Choices, progress: Callable[[int], None]) -> Report:
    """The same in one transaction that is undone: what would become of every row."""
    allow(policies.can_import(actor))
    run = Run(actor, new_id(), kind.name, choices)
    try:
        with transaction():
            _begin(run, reading)
            duplicates = possible_duplicates(reading, choices.source)
            done = apply(run, reading.plans, progress)
            raise _TrialEnded(report_of(run.kind, reading, done, duplicates, None))
    except _TrialEnded as ended:
        return ended.report


def _begin(run: Run, reading: Reading, person_id: str | None = None) -> None:
    with transaction() as session:
        file = reading.file
        batch = ImportBatch(
            id=run.batch_id, kind=run.kind, source=run.choices.source, file_name=file.name[:255], sha256=file.sha256
        )
        batch.person_id = person_id
        session.add(batch)


def _done(run: Run, reading: Reading, progress: Callable[[int], None]) -> Report:
    duplicates = possible_duplicates(reading, run.choices.source)
    done = apply(run, reading.plans, progress)
    report = report_of(run.kind, reading, done, duplicates, run.batch_id)
    kept = keep_report(report)
    with transaction():
        batch = db.session.get_one(ImportBatch, run.batch_id)
        batch.state, batch.ended_at, batch.counts, batch.report_hash = "applied", now(), report.counts, kept
        record(facts.ImportEnded(run.batch_id, run.kind, **report.counts))
    return report
