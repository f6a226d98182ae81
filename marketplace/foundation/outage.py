"""The page for a database that does not answer: made without it, and with everything that was typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask import current_app, g, has_app_context, request
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from marketplace.foundation.connections import sqlstate
from marketplace.foundation.database import db
from marketplace.foundation.form_labels import label_of
from marketplace.foundation.form_secrets import is_secret
from marketplace.foundation.repeating import outcome_is_unknown

BUSY = frozenset({"55P03", "53300", "57014", "40P01", "40001"})  # locks, connections, time: the database is there
RETRY_SECONDS = {True: 5, False: 20}
OURS = frozenset({"csrf_token", "once", "version", "then", "action"})  # the last two: which button was pressed
SQLITE_OUTAGES = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")
log = structlog.get_logger(__name__)


class NotAsked(Exception):
    """The database failed in this request, so it is not asked again."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One thing that the person typed or chose: the field's words if they are known, and what it says."""

    label: str
    text: str


@dataclass(slots=True)
class Sent:
    """What came with the request, as the page gives it back."""

    hidden: list[tuple[str, str]] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    secrets: list[tuple[str, str]] = field(default_factory=list)  # to be typed again
    files: list[tuple[str, str]] = field(default_factory=list)  # to be chosen again


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
        address=request.script_root + request.full_path.rstrip("?"),
        sent=_sent() if writing else Sent(),
    )
    return made, 503, {"Retry-After": str(RETRY_SECONDS[busy]), "Cache-Control": "no-store"}


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, PoolTimeout) or _sqlstate(error) in BUSY


def _sqlstate(error: BaseException) -> str | None:
    return sqlstate(error.orig) if isinstance(error, DBAPIError) else None


def _sent() -> Sent:
    labels = _labels()
    sent = Sent()
    for name, value in request.form.items(multi=True):
        if name == "csrf_token":
            continue
        if is_secret(name):
            sent.secrets.append((name, labels.get(name) or label_of(name)))
            continue
        sent.hidden.append((name, value))
        if name not in OURS and value.strip():
            sent.typed.append(Typed(labels.get(name) or label_of(name), _shown(name, value)))
    sent.files = [
        (name, labels.get(name) or label_of(name)) for name, file in request.files.items(multi=True) if file.filename
    ]
    return sent


def _labels() -> dict[str, str]:
    """The words beside the fields, where the form had been made before the database failed."""
    return {one.name: str(one.label.text) for form in g.get("forms", ()) for one in _flat(form)}


def _flat(fields: Iterable[Any]) -> Iterator[Any]:
    """Every field of a form, those inside rows and groups too."""
    for one in fields:
        yield one
        yield from _flat(getattr(one, "entries", None) or getattr(one, "form", None) or ())


def _shown(name: str, value: str) -> str:
    """What the person saw: the words of a choice instead of its code, if they are at hand."""
    for form in g.get("forms", ()):
        for one in _flat(form):
            if one.name == name and hasattr(one, "iter_choices"):
                return _words_of_choice(one, value)
    return value


def _words_of_choice(one: Any, value: str) -> str:
    try:
        return next((str(choice[1]) for choice in one.iter_choices() if str(choice[0]) == value), value)
    except NotAsked:
        return value


@event.listens_for(Session, "do_orm_execute")
def _ask_no_more(_state: object) -> None:
    """While this page is made nobody waits for the database a second time."""
    if has_app_context() and g.get("database_failed"):
        raise NotAsked
