"""A list that comes through a page: received, tried, and brought in as it was tried or dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from marketplace.exchange import facts, policies, queries
from marketplace.exchange.models import ImportTrial
from marketplace.exchange.services.plans import Choices
from marketplace.exchange.services.undoing import WORKING
from marketplace.exchange.services.working import CONFIRMED, TRIED, WAITING, work_on
from marketplace.foundation.actor import SYSTEM, Actor, Refused, acting_as, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.limits import hit
from marketplace.foundation.once import claim
from marketplace.foundation.periodic import bring_forward
from marketplace.foundation.storage import StoredBytes, store

ENDINGS = ("csv", "jsonl", "ndjson", "jsonlines")
AT_ONCE_BYTES = 64 * 1024  # in the request itself; more is done beside the pages
LOOKED_AT_BYTES = 4096
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, what it is a list of, and the key of the form that sent it."""

    name: str
    stream: IO[bytes]
    kind: str
    choices: Choices
    once: str


def receive(actor: Actor, upload: Upload) -> str:
    """Keep an uploaded list and have it tried; gives the trial's id.

    Refused: exchange.file_kind, exchange.file_content, exchange.file_empty. Raises Repeated.
    """
    allow(policies.can_import(actor))
    hit("upload.organisation", actor.organisation_id or str(actor.person_id))
    _expect_text(upload)
    stored = store().put(upload.stream)
    trial_id = new_id()
    with transaction() as session:
        claim(upload.once, "exchange.receive", trial_id)
        session.add(_trial(actor, upload, stored, trial_id))
        record(facts.FileReceived(trial_id, upload.kind, stored.hash, stored.size))
        if stored.size > AT_ONCE_BYTES:
            bring_forward(WORKING)
    if stored.size <= AT_ONCE_BYTES:
        _at_once(trial_id)
    return trial_id


def _expect_text(upload: Upload) -> None:
    """By its name a list, and by its first bytes no other kind of file in disguise."""
    if upload.name.rpartition(".")[2].lower() not in ENDINGS:
        raise Refused("exchange.file_kind")
    upload.stream.seek(0)
    beginning = upload.stream.read(LOOKED_AT_BYTES)
    upload.stream.seek(0)
    if not beginning.strip():
        raise Refused("exchange.file_empty")
    if b"\0" in beginning or beginning.startswith((b"PK\x03\x04", b"%PDF-")):
        raise Refused("exchange.file_content")


def _trial(actor: Actor, upload: Upload, stored: StoredBytes, trial_id: str) -> ImportTrial:
    return ImportTrial(
        id=trial_id,
        person_id=actor.person_id,
        kind=upload.kind,
        choices=choices_to_json(upload.choices),
        file_name=_own_name(upload.name),
        sha256=stored.hash,
        size=stored.size,
        state=WAITING,
    )


def choices_to_json(choices: Choices) -> dict[str, Any]:
    """As they are kept with a trial."""
    return {"source": choices.source, "country": choices.country, "privacy": choices.privacy.value}


def _own_name(name: str) -> str:
    plain = name.replace("\\", "/").rpartition("/")[2]
    stem, _, ending = plain.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def confirm(actor: Actor, trial_id: str, sha256: str) -> None:
    """Have the very file brought in that was tried. Refused: exchange.not_tried, exchange.other_file."""
    allow(policies.can_import(actor))
    with transaction():
        trial = queries.locked_trial(actor, trial_id)
        if trial.state != TRIED:
            raise Refused("exchange.not_tried")
        if trial.sha256 != sha256:
            raise Refused("exchange.other_file")
        trial.state, trial.rows_done, trial.changed_at = CONFIRMED, 0, now()
        record(facts.ImportConfirmed(trial_id, sha256))
        if trial.size > AT_ONCE_BYTES:
            bring_forward(WORKING)
    if trial.size <= AT_ONCE_BYTES:
        _at_once(trial_id)


def drop(actor: Actor, trial_id: str) -> None:
    """Do not bring a tried file in. Refused: exchange.not_tried."""
    allow(policies.can_import(actor))
    with transaction():
        trial = queries.locked_trial(actor, trial_id)
        if trial.state != TRIED:
            raise Refused("exchange.not_tried")
        trial.state, trial.changed_at = "dropped", now()
        record(facts.TrialDropped(trial_id))


def note_download(actor: Actor, of_id: str, rows: int) -> None:
    """A report leaves the site: the one thing that a GET may add."""
    allow(policies.can_import(actor))
    with transaction():
        record(facts.ReportDownloaded(of_id, rows))


def _at_once(trial_id: str) -> None:
    """As a command would, which acts as the system."""
    with acting_as(SYSTEM):
        work_on(trial_id)
