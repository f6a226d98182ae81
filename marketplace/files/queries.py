"""Files seen by the person asking; for everybody else they do not exist."""

from typing import BinaryIO

from sqlalchemy import Select, select

from marketplace.files.models import StoredFile
from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import db
from marketplace.foundation.storage import store
from marketplace.organisations.queries import audiences_of


def files_seen_by(actor: Actor) -> Select[StoredFile]:
    """The files of the actor's audiences."""
    return select(StoredFile).where(StoredFile.audience_id.in_(audiences_of(actor)))


def stored_file(actor: Actor, file_id: str) -> StoredFile:
    """One file; NotFound for strangers."""
    found = db.session.scalars(files_seen_by(actor).where(StoredFile.id == file_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def file_by_duty(file_id: str) -> StoredFile:
    """One file for an officer; the caller has asked its own policy first."""
    found = db.session.get(StoredFile, file_id)
    if found is None:
        raise NotFound
    return found


def content(file: StoredFile) -> BinaryIO:
    """The bytes of a file that was found through a scoped query."""
    return store().open(file.sha256)
