"""Connections to PostgreSQL: limited in number, waiting and patience, so that a sick server cannot hold a page."""

from __future__ import annotations

import threading
import time
from typing import Any

import psycopg
from flask import has_request_context
from psycopg.abc import RV, PQGen
from sqlalchemy import event, text
from sqlalchemy.engine import Connection, Dialect, Engine, ExceptionContext
from sqlalchemy.engine.url import make_url

CONNECT_SECONDS = 2  # for each host; the library's smallest
POOL_WAIT_SECONDS = 2
POOL_RECYCLE_SECONDS = 1800
PING_SECONDS = 1.0
STATEMENT_SECONDS = 8
LOCK_SECONDS = 2
IDLE_SECONDS = 60
LONG_STATEMENT_SECONDS, LONG_LOCK_SECONDS = 900, 60  # outside of requests: jobs, commands
GRACE_SECONDS = 2.0  # the server's own limit comes first
AFTER_A_HANG_SECONDS = 1.0
# We talk to a standby, as the writing server is another one now; the server ends our session, or has crashed.
OVER = frozenset({"25006", "25P03", "57P01", "57P02", "57P03", "57P05"})
LONG_LIMITS = text(
    f"SELECT set_config('statement_timeout', '{LONG_STATEMENT_SECONDS}s', true), "
    f"set_config('lock_timeout', '{LONG_LOCK_SECONDS}s', true), "
    f"set_config('idle_in_transaction_session_timeout', '{LONG_STATEMENT_SECONDS}s', true)"
)


def engine_options(address: str, pool_size: int) -> dict[str, Any]:
    """What SQLAlchemy is told about a database; the embedded one needs nothing."""
    if make_url(address).get_backend_name() != "postgresql":
        return {}
    return {
        "pool_size": pool_size,
        "max_overflow": 0,
        "pool_timeout": POOL_WAIT_SECONDS,
        "pool_recycle": POOL_RECYCLE_SECONDS,
        "pool_pre_ping": True,
        "isolation_level": "READ COMMITTED",
        "connect_args": connect_arguments(),
    }


def connect_arguments() -> dict[str, Any]:
    """What every session with the server begins with."""
    limits = {
        "statement_timeout": STATEMENT_SECONDS,
        "lock_timeout": LOCK_SECONDS,
        "idle_in_transaction_session_timeout": IDLE_SECONDS,
    }
    return {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "vuon",
        "options": " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items()),
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": int((STATEMENT_SECONDS + GRACE_SECONDS) * 1000),
    }


class PatientConnection(psycopg.Connection[Any]):
    """Gives up on a server that accepts questions and answers none: its own limits do not hold while it hangs."""

    patience: float = STATEMENT_SECONDS + GRACE_SECONDS

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for an answer, but not longer than our patience; then the connection is of no use any more."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the database server does not answer") from error

    def rollback(self) -> None:
        """Undo; where the line is dead the server has undone it, and there is nothing to tell anybody."""
        try:
            super().rollback()
        except psycopg.OperationalError:
            if not self.closed:
                raise


class Door:
    """Where connections are made. While the server hangs, one at a time tries, the others are told at once."""

    def __init__(self) -> None:
        self._hung = False
        self._closed_until = 0.0
        self._guard = threading.Lock()

    def open(self, _dialect: Dialect, _record: object, args: Any, arguments: dict[str, Any]) -> PatientConnection:
        """A new connection, or OperationalError."""
        self._enter()
        began = time.monotonic()
        try:
            made = PatientConnection.connect(*args, **arguments)
        except psycopg.OperationalError:
            self._note(hung=time.monotonic() - began >= CONNECT_SECONDS)
            raise
        self._note(hung=False)
        return made

    def _enter(self) -> None:
        if not self._hung:
            return
        with self._guard:
            moment = time.monotonic()
            if moment < self._closed_until:
                raise psycopg.OperationalError("the database server did not answer a moment ago")
            self._closed_until = (
                moment + CONNECT_SECONDS + AFTER_A_HANG_SECONDS
            )  # the others wait for what this one finds

    def _note(self, *, hung: bool) -> None:
        with self._guard:
            self._hung, self._closed_until = hung, time.monotonic() + AFTER_A_HANG_SECONDS


def prepare(engine: Engine) -> None:
    """Give a PostgreSQL engine all of this; called once, before its first connection."""
    event.listen(engine, "do_connect", Door().open)
    event.listen(engine, "checkin", _be_quick)
    event.listen(engine, "checkout", _be_patient)
    event.listen(engine, "begin", _take_longer)
    event.listen(engine, "handle_error", _notice_end)


def _be_quick(connection: PatientConnection | None, _record: object) -> None:
    """The next question is whether the server is still there."""
    if connection is not None:
        connection.patience = PING_SECONDS


def _be_patient(connection: PatientConnection, _record: object, _proxy: object) -> None:
    connection.patience = STATEMENT_SECONDS + GRACE_SECONDS


def _take_longer(connection: Connection) -> None:
    """Nobody sits before a job or a command: it may ask for more and wait for locks."""
    if has_request_context():
        return
    driver = connection.connection.driver_connection
    if isinstance(driver, PatientConnection):
        driver.patience = LONG_STATEMENT_SECONDS + GRACE_SECONDS
    connection.execute(LONG_LIMITS)


def _notice_end(context: ExceptionContext) -> None:
    """The farewell may be read before the line is seen to be dead. All connections are made anew, from the hosts."""
    if sqlstate(context.original_exception) in OVER:
        context.is_disconnect = True


def sqlstate(error: BaseException | None) -> str | None:
    """The server's code for what went wrong, if the server said it."""
    found = getattr(error, "sqlstate", None)
    return str(found) if found else None
