"""Which documents are near in meaning to a text: asked of vectors that this process holds, never of the database."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
import structlog
from flask import Flask, current_app
from sqlalchemy import select, tuple_

from marketplace.discovery.models import DocumentMeaning
from marketplace.discovery.queries.encoder import encoder
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import db
from search_index.background import BACKGROUND
from search_index.semantic import Encoder, Matrix, Meanings, Reach, Vector, nearest
from search_index.syllables import can_be_read

REACH = Reach()
LONGEST = 400
REMEMBERED = 1000
LOOK_AGAIN_SECONDS = 30.0
PAUSE_SECONDS = 60.0
AT_ONCE = 200
_KEY = "meanings"
_making = threading.Lock()
log = structlog.get_logger(__name__)
Key = tuple[str, str]


def nearby(text: str, kinds: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Ids near in meaning and what each adds to its score; none where that cannot be told now. Never fails."""
    using = encoder()
    if using is None or not can_be_read(text[:LONGEST]):
        return ()
    held = shelf()
    held.look_again(current_app._get_current_object(), using)  # type: ignore[attr-defined]  # a thread needs more than a proxy
    return held.nearby(using, text[:LONGEST], kinds)


def shelf() -> Shelf:
    """What this process holds."""
    with _making:
        held: Shelf = current_app.extensions.setdefault(_KEY, Shelf())
    return held


class Shelf:
    """The vectors of all documents and of the last texts asked about, and when the database was asked for news."""

    def __init__(self) -> None:
        self.failures = 0
        self._rows: dict[Key, tuple[str, datetime, Vector]] = {}
        self._meanings: Meanings | None = None
        self._background: Mapping[str, Matrix] = {}
        self._asked: OrderedDict[str, Vector] = OrderedDict()
        self._looked_at = float("-inf")
        self._paused_until = float("-inf")
        self._turn = threading.Lock()

    def nearby(self, using: Encoder, text: str, kinds: Sequence[str]) -> tuple[tuple[str, float], ...]:
        """Ids near to a text; none before the vectors are here, and for a minute after the encoder failed."""
        meanings = self._meanings
        if meanings is None or time.monotonic() < self._paused_until:
            return ()
        try:
            return nearest(meanings, self._background, self._vector(using, text), kinds, REACH)
        except Exception:
            log.exception("meaning_of_text_failed")
            self._rest()
            return ()

    def look_again(self, app: Flask, using: Encoder) -> None:
        """Ask for news in a thread beside this one, if nobody did for a while."""
        moment = time.monotonic()
        if moment < self._looked_at + LOOK_AGAIN_SECONDS or moment < self._paused_until:
            return
        self._looked_at = moment
        threading.Thread(target=self._look, args=(app, using), name="meanings", daemon=True).start()

    def _look(self, app: Flask, using: Encoder) -> None:
        with app.app_context(), acting_as(SYSTEM):
            try:
                self.refresh(using)
            except Exception:
                log.exception("meanings_not_loaded")
                self._rest()

    def refresh(self, using: Encoder) -> None:
        """Bring what is held to what the database has, reading only what is new; and load the encoder."""
        if not self._turn.acquire(blocking=False):
            return
        try:
            self._read(using)
        finally:
            self._turn.release()
            db.session.rollback()

    def _read(self, using: Encoder) -> None:
        row = DocumentMeaning
        found = db.session.execute(select(row.id, row.language, row.read_at).where(row.model == using.model)).all()
        there = {(id_, language): read_at for id_, language, read_at in found}
        if there == {key: read_at for key, (_, read_at, _) in self._rows.items()} and self._meanings is not None:
            return
        kept = {key: held for key, held in self._rows.items() if there.get(key) == held[1]}
        missing = [key for key in there if key not in kept]
        for start in range(0, len(missing), AT_ONCE):
            kept |= _vectors(missing[start : start + AT_ONCE])
        if kept and not self._background:
            self._background = {
                language: np.stack([using.passage(text) for text in texts]) for language, texts in BACKGROUND.items()
            }
        self._rows, self._meanings = kept, _together(kept)

    def _vector(self, using: Encoder, text: str) -> Vector:
        found = self._asked.get(text)
        if found is None:
            found = self._asked[text] = using.query(text)
            while len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
        return found

    def _rest(self) -> None:
        """Searches go on by words alone, and the encoder is left in peace for a while."""
        self.failures += 1
        self._paused_until = time.monotonic() + PAUSE_SECONDS


def _vectors(keys: Sequence[Key]) -> dict[Key, tuple[str, datetime, Vector]]:
    row = DocumentMeaning
    wanted = select(row.id, row.language, row.kind, row.read_at, row.vector)
    found = db.session.execute(wanted.where(tuple_(row.id, row.language).in_(keys)))
    return {
        (id_, language): (kind, read_at, np.frombuffer(vector, dtype="<f4").astype(np.float32))
        for id_, language, kind, read_at, vector in found
    }


def _together(rows: Mapping[Key, tuple[str, datetime, Vector]]) -> Meanings | None:
    if not rows:
        return None
    return Meanings(
        ids=[id_ for id_, _ in rows],
        kinds=np.array([kind for kind, _, _ in rows.values()]),
        languages=np.array([language for _, language in rows]),
        matrix=np.stack([vector for _, _, vector in rows.values()]),
    )
