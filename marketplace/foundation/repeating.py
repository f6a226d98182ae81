"""A request whose transaction the database broke off is done again, as long as nothing of it was committed."""

from __future__ import annotations

import random
import time

import structlog
from flask import Flask, g, has_request_context, request, session
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from marketplace.foundation.connections import sqlstate
from marketplace.foundation.database import db

TRIES = 3
PAUSE_SECONDS = (0.02, 0.15)
UNDONE = frozenset({"40001", "40P01"})  # serialization failure, deadlock: the server says that it undid everything
KEPT = frozenset({"request_id", "began", "language", "tries"})
log = structlog.get_logger(__name__)


class RepeatingFlask(Flask):
    """Flask, with up to three tries for what a deadlock, a failover or a lost connection interrupted."""

    def dispatch_request(self) -> ResponseReturnValue:
        """What was committed before the view (when a session was last used) may be done again."""
        g.in_view, g.begun_before = True, _begun()
        return super().dispatch_request()

    def handle_user_exception(self, e: Exception) -> HTTPException | ResponseReturnValue:
        """Try again where that changes nothing twice, else answer with a page."""
        tries = g.get("tries", 1)
        if tries >= TRIES or not may_be_repeated(e) or not _rewind_files():
            return super().handle_user_exception(e)
        log.warning("request_repeated", tries=tries, error_kind=type(e).__name__, sqlstate=_sqlstate(e))
        time.sleep(random.uniform(*PAUSE_SECONDS) * tries)  # noqa: S311 - two that met must not meet again
        _forget_try(self)
        g.tries = tries + 1
        try:
            answer = self.preprocess_request()
            return self.dispatch_request() if answer is None else answer
        except Exception as again:  # noqa: BLE001 - whatever it is, it is answered as the first would have been
            return self.handle_user_exception(again)


def may_be_repeated(error: Exception) -> bool:
    """Nothing of this request is in the database, and the next try may well succeed.

    Where the connection was lost during COMMIT nobody knows; but if a one-time key was claimed in that transaction,
    the next try finds the first one's result, waits for its end, or does the work. So it does where that transaction
    was the only one and what failed was read after it.
    """
    if not isinstance(error, DBAPIError) or (g.get("committed") and not _only_reading_was_left()):
        return False
    if _sqlstate(error) in UNDONE:
        return True
    return error.connection_invalidated and (not g.get("commit_sent") or bool(g.get("claimed")))


def _only_reading_was_left() -> bool:
    return bool(g.get("claimed") and g.get("committed") == _begun() - g.get("begun_before", 0) == 1)


def _begun() -> int:
    """How many times a `transaction()` was begun, with this session of the database."""
    return int(db.session().info.get("begun", 0))


def outcome_is_unknown(error: BaseException) -> bool:
    """The connection was lost after COMMIT had been sent and before its answer came."""
    return isinstance(error, DBAPIError) and error.connection_invalidated and bool(g.get("commit_sent"))


def _sqlstate(error: Exception) -> str | None:
    return sqlstate(error.orig) if isinstance(error, DBAPIError) else None


def _rewind_files() -> bool:
    """Uploads are read from their beginning again; False where one cannot be."""
    sent = vars(request).get("files")  # only if they were looked at
    for file in sent.values() if sent else ():
        if file.stream.closed or not file.stream.seekable():
            return False
        file.stream.seek(0)
    return True


def _forget_try(app: Flask) -> None:
    """The next try begins as the request began: nobody known, no message shown, no word in the form's cookie."""
    db.session.remove()
    for name in [name for name in g if name not in KEPT]:
        g.pop(name)
    request.environ.pop("vuon.actor", None)
    request_ctx.flashes = None
    request_ctx._after_request_functions.clear()
    as_it_came = app.session_interface.open_session(app, request)
    session.clear()
    session.update(as_it_came or {})
    session.modified = False


@event.listens_for(Session, "before_commit")
def _note_commit_sent(committing: Session) -> None:
    if _writes_in_view(committing):
        g.commit_sent = True


@event.listens_for(Session, "after_commit")
def _note_committed(committed: Session) -> None:
    if _writes_in_view(committed):
        g.committed, g.commit_sent = g.get("committed", 0) + 1, False


def _writes_in_view(database: Session) -> bool:
    """Whether this is the COMMIT of a `transaction()` in a view, not of a savepoint inside it."""
    outermost = database.info.get("in_transaction") and not database.in_nested_transaction()
    return bool(outermost and has_request_context() and g.get("in_view"))
