"""A form whose file is too large: the file is dropped as it comes, and what was typed beside it is given back."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData
from werkzeug.wsgi import LimitedStream

from marketplace.foundation.actor import current_actor
from marketplace.foundation.database import db

TIMES_THE_LIMIT = 4  # what is larger still is not even read
CHUNK = 64 * 1024
MOST_TEXT = 1024 * 1024  # bytes of all fields together
MOST_PARTS = 1000


class _Parts:
    """The fields and the names of the files of one form; never a byte of a file."""

    def __init__(self) -> None:
        self.fields: list[tuple[str, str]] = []
        self.files: list[tuple[str, FileStorage]] = []
        self._name: str | None = None
        self._text = bytearray()
        self._all_text = 0

    def take(self, event: Event) -> None:
        """The next piece of the form."""
        if isinstance(event, File):
            self._name = None
            self.files.append((event.name, FileStorage(filename=event.filename, name=event.name)))
        elif isinstance(event, Field):
            self._name, self._text = event.name, bytearray()
        elif isinstance(event, Data) and self._name is not None:
            self._take_text(event)

    def _take_text(self, event: Data) -> None:
        self._all_text += len(event.data)
        if self._all_text > MOST_TEXT:
            raise RequestEntityTooLarge
        self._text += event.data
        if not event.more_data:
            self.fields.append((str(self._name), self._text.decode("utf-8", "replace")))


def limit_mb() -> int:
    """How much a request may hold, in megabytes."""
    return int(current_app.config["MAX_CONTENT_LENGTH"]) // 1024 // 1024


def read_text() -> None:
    """Let the rest of this request see the fields of a form that was refused unread; none where that is not safe.

    Only for who is signed in: a stranger cannot keep a thread busy with what is refused anyway.
    """
    parts = _Parts()
    if _is_readable():
        db.session.rollback()  # no connection waits for a slow sender
        try:
            _read(parts)
        except (RequestEntityTooLarge, ValueError, OSError):
            parts = _Parts()
    if any("\0" in value for _, value in parts.fields):
        parts = _Parts()
    request.__dict__["form"] = ImmutableMultiDict(parts.fields)
    request.__dict__["files"] = ImmutableMultiDict(parts.files)


def _is_readable() -> bool:
    limit, length = int(current_app.config["MAX_CONTENT_LENGTH"]), request.content_length
    refused_unread = length is not None and limit < length <= limit * TIMES_THE_LIMIT
    return refused_unread and request.mimetype == "multipart/form-data" and current_actor().is_signed_in


def _read(parts: _Parts) -> None:
    boundary = request.mimetype_params.get("boundary", "").encode("latin-1")
    decoder = MultipartDecoder(boundary, max_form_memory_size=MOST_TEXT, max_parts=MOST_PARTS)
    stream = LimitedStream(request.environ["wsgi.input"], request.content_length or 0)
    while chunk := stream.read(CHUNK):
        decoder.receive_data(chunk)
        while not isinstance(event := decoder.next_event(), (NeedData, Epilogue)):
            parts.take(event)
