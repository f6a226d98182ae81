"""Keeping a file, and noting that it was read."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from marketplace.files import facts
from marketplace.files.models import StoredFile
from marketplace.files.rules import FileRefused, media_type_of, safe_name
from marketplace.foundation.actor import Actor, NotFound, Refused, allow
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.limits import hit
from marketplace.foundation.storage import StoredBytes, store
from marketplace.foundation.text import one_line
from marketplace.organisations.queries import is_inside


@dataclass(frozen=True, slots=True)
class Received:
    """An upload that was looked at and whose bytes are on the disk; no row names it yet."""

    name: str
    media_type: str
    stored: StoredBytes


def keep(actor: Actor, upload: FileStorage, audience_id: str) -> StoredFile:
    """Store an uploaded file inside an audience of the actor's; refused with a code if it is not taken.

    Where more belongs to the same transaction: `receive` before it, `keep_received` inside.
    """
    return keep_received(actor, receive(actor, upload, audience_id), audience_id)


def receive(actor: Actor, upload: FileStorage, audience_id: str) -> Received:
    """Check an upload and write its bytes, before any transaction: a large file must not hold up other writers.

    The bytes are on the disk before the row is written: a row never names bytes that are not there.
    """
    hit("upload.organisation", _expect_inside(actor, audience_id))
    name = safe_name(one_line(upload.filename or ""))
    try:
        media_type = media_type_of(name, upload.stream)
    except FileRefused as refusal:
        raise Refused(refusal.code) from None
    return Received(name, media_type, store().put(upload.stream))


def keep_received(actor: Actor, received: Received, audience_id: str) -> StoredFile:
    """Write the row of what was received, inside an audience of the actor's."""
    with transaction() as session:
        file = StoredFile(
            id=new_id(),
            audience_id=audience_id,
            organisation_id=_expect_inside(actor, audience_id),
            person_id=actor.person_id,
            name=received.name,
            media_type=received.media_type,
            size=received.stored.size,
            sha256=received.stored.hash,
        )
        session.add(file)
        session.flush()
        record(facts.FileKept(file.id, audience_id, file.sha256, file.size))
    return file


def _expect_inside(actor: Actor, audience_id: str) -> str:
    """The organisation acted for, which is inside the audience; NotFound for strangers."""
    organisation_id = actor.organisation_id
    allow(organisation_id is not None)
    assert organisation_id is not None  # noqa: S101 - for the type checker: allowed just now
    if not is_inside(actor, audience_id):
        raise NotFound
    return organisation_id


def note_reading(file: StoredFile) -> None:
    """A read that is logged: the one thing that a GET may add."""
    with transaction():
        record(facts.FileRead(file.id))
