"""How the site is: whether it can answer, and what is degraded. Every answer comes in time, whatever hangs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask, current_app
from sqlalchemy import NullPool, QueuePool, create_engine, select, text

from marketplace.config import ROOT, Settings
from marketplace.foundation import search
from marketplace.foundation.connections import connect_arguments
from marketplace.foundation.database import db
from marketplace.foundation.moves import MoveRule
from marketplace.foundation.redis import RedisAway, line

PATIENCE_SECONDS = 1.5
KEPT_SECONDS = 2.0
LOOKED_AT_EVERY_SECONDS = 15.0  # by pages, which never wait for it
SMTP_SECONDS = 1.0
NO_ANSWER = "no answer in time"
DATABASE = "database"


@dataclass(slots=True)
class Probe:
    """One thing to look at. At most one look at a time, in a thread that may hang as long as it likes."""

    look: Callable[[], str | None]  # what is wrong; None: nothing
    wrong: str | None = None
    seen_at: float = float("-inf")
    _looking: threading.Thread | None = None
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, app: Flask, older_than: float = KEPT_SECONDS) -> None:
        """Look again, unless that is being done or was done just now."""
        with self._guard:
            busy = self._looking is not None and self._looking.is_alive()
            if not busy and time.monotonic() - self.seen_at > older_than:
                self._looking = threading.Thread(target=self._look, args=(app,), name="health", daemon=True)
                self._looking.start()

    def found(self, ends: float) -> str | None:
        """What is wrong, as far as that is known at a moment of the monotonic clock."""
        looking = self._looking
        if looking is not None:
            looking.join(max(0.0, ends - time.monotonic()))
            if looking.is_alive():
                return NO_ANSWER
        return self.wrong

    def _look(self, app: Flask) -> None:
        with app.app_context():
            try:
                self.wrong = self.look()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what is wrong
                self.wrong = type(error).__name__
            finally:
                db.session.remove()
            self.seen_at = time.monotonic()


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: everything that is wrong, by name."""

    wrong: Mapping[str, str]

    @property
    def is_ready(self) -> bool:
        """Pages can be answered."""
        return DATABASE not in self.wrong

    @property
    def degraded(self) -> list[str]:
        """What works only partly, by name."""
        return sorted(name for name in self.wrong if name != DATABASE)


class Health:
    """The probes of one application."""

    def __init__(self) -> None:
        self.probes: dict[str, Probe] = {
            DATABASE: Probe(_database),
            "database pool": Probe(_pool),
            "search": Probe(_search),
            "redis": Probe(_redis),
            "mail": Probe(_mail),
        }

    def report(self, app: Flask) -> Report:
        """Look at everything; after 1.5 seconds what has not answered counts as wrong."""
        ends = time.monotonic() + PATIENCE_SECONDS
        for probe in self.probes.values():
            probe.begin(app)
        found = {name: probe.found(ends) for name, probe in self.probes.items()}
        return Report({name: wrong for name, wrong in found.items() if wrong is not None})


def report() -> Report:
    """How this application is."""
    return _health().report(_app())


def mail_is_late() -> bool:
    """Whether the mail server was away when it was looked at last; asked by every page, so it waits for nothing."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.smtp_url:
        return False
    probe = _health().probes["mail"]
    probe.begin(_app(), older_than=LOOKED_AT_EVERY_SECONDS)
    return probe.wrong is not None


def _health() -> Health:
    health: Health = current_app.extensions["health"]
    return health


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app itself, for threads
    return app


def _database() -> str | None:
    """It answers on a connection of its own (a full pool is another matter), and has our tables or newer ones."""
    settings: Settings = current_app.extensions["settings"]
    address = settings.sqlalchemy_url
    arguments = connect_arguments() if address.startswith("postgresql") else {}
    with create_engine(address, poolclass=NullPool, connect_args=arguments).connect() as connection:
        if str(connection.scalar(text("SELECT version_num FROM alembic_version"))) < newest_migration():
            return "migrations are missing"
        moves = connection.scalar(select(MoveRule.machine).limit(1))
    return None if moves else "moves are not loaded"


def newest_migration() -> str:
    """The migration that this release needs."""
    return (ROOT / "migrations" / "head.txt").read_text(encoding="utf-8").split()[0]


def _pool() -> str | None:
    pool = db.engine.pool
    if db.engine.dialect.name != "postgresql" or not isinstance(pool, QueuePool):
        return None
    return "every connection is taken" if pool.checkedout() >= pool.size() else None


def _search() -> str | None:
    return "answered by the database" if search.degraded() else None


def _redis() -> str | None:
    client = line()
    if client is None:
        return None
    try:
        client.ask(lambda redis: redis.ping())
    except RedisAway:
        return "limits and cache are kept in each process"
    return None


def _mail() -> str | None:
    """Somebody greets at the mail server's address."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.smtp_url:
        return None
    parts = urlsplit(settings.smtp_url)
    secure = parts.scheme == "smtps"
    address = (parts.hostname or "", parts.port or (465 if secure else 587))
    with socket.create_connection(address, timeout=SMTP_SECONDS) as server:
        greeted = secure or server.recv(3) == b"220"
    return None if greeted else "the mail server does not greet"
