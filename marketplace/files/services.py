"""Keeping a file, and noting that it was read."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from marketplace.files import facts
from marketplace.files.models import StoredFile
from marketplace.files.rules import FileRefused, media_type_of, safe_name
from marketplace.foundation.actor import Actor, NotFound, Refused, allow
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.limits import hit
from marketplace.foundation.storage import store
from marketplace.foundation.text import one_line
from marketplace.organisations.queries import is_inside


def keep(actor: Actor, upload: FileStorage, audience_id: str) -> StoredFile:
    """Store an uploaded file inside an audience of the actor's; refused with a code if it is not taken.

    The bytes are on the disk before the row is written: a row never names bytes that are not there.
    """
    organisation_id = actor.organisation_id
    allow(organisation_id is not None)
    assert organisation_id is not None  # noqa: S101 - for the type checker: allowed just now
    if not is_inside(actor, audience_id):
        raise NotFound
    hit("upload.organisation", organisation_id)
    name = safe_name(one_line(upload.filename or ""))
    try:
        media_type = media_type_of(name, upload.stream)
    except FileRefused as refusal:
        raise Refused(refusal.code) from None
    stored = store().put(upload.stream)
    with transaction() as session:
        file = StoredFile(
            id=new_id(),
            audience_id=audience_id,
            organisation_id=organisation_id,
            person_id=actor.person_id,
            name=name,
            media_type=media_type,
            size=stored.size,
            sha256=stored.hash,
        )
        session.add(file)
        session.flush()
        record(facts.FileKept(file.id, audience_id, stored.hash, stored.size))
    return file


def note_reading(file: StoredFile) -> None:
    """A read that is logged: the one thing that a GET may add."""
    with transaction():
        record(facts.FileRead(file.id))
