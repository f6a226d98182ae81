"""The page for a database that does not answer: made without it, and with everything that was typed."""

from __future__ import annotations

import sqlite3

import structlog
from flask import current_app, g, has_app_context, request
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from marketplace.foundation.connections import sqlstate
from marketplace.foundation.database import db
from marketplace.foundation.repeating import outcome_is_unknown
from marketplace.foundation.typed import NotAsked, Sent, address_again, sent_now

BUSY = frozenset({"55P03", "53300", "57014", "40P01", "40001"})  # locks, connections, time: the database is there
RETRY_SECONDS = {True: 5, False: 20}
SQLITE_OUTAGES = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")
log = structlog.get_logger(__name__)


def is_outage(error: BaseException | None) -> bool:
    """The database is away, full, or too busy: nothing is wrong with the request."""
    if isinstance(error, HTTPException):
        return is_outage(getattr(error, "original_exception", None))
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return str(getattr(error.orig, "sqlite_errorname", "")).startswith(SQLITE_OUTAGES)
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


def page(error: BaseException) -> tuple[str, int, dict[str, str]]:
    """503, in words that say what became of the work; nothing here asks the database."""
    busy = _is_busy(error)
    log.error(
        "database_outage",
        error_kind=type(error).__name__,
        sqlstate=_sqlstate(error),
        busy=busy,
        committed=bool(g.get("committed")),
    )
    unknown = outcome_is_unknown(error) or bool(g.get("committed"))
    g.database_failed = True
    db.session.remove()
    writing = request.method == "POST" and bool(g.get("csrf_valid"))  # a stranger's form is not offered again
    template = current_app.jinja_env.get_template("errors/503.html")  # what renders other pages looks for the person
    made = template.render(
        reference=g.get("request_id", "-"),
        busy=busy,
        unknown=unknown,
        writing=writing,
        address=address_again(),
        sent=sent_now() if writing else Sent(),
    )
    return made, 503, {"Retry-After": str(RETRY_SECONDS[busy]), "Cache-Control": "no-store"}


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, PoolTimeout) or _sqlstate(error) in BUSY


def _sqlstate(error: BaseException) -> str | None:
    return sqlstate(error.orig) if isinstance(error, DBAPIError) else None


@event.listens_for(Session, "do_orm_execute")
def _ask_no_more(_state: object) -> None:
    """While this page is made nobody waits for the database a second time."""
    if has_app_context() and g.get("database_failed"):
        raise NotAsked
