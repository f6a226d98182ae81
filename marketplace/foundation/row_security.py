"""Row-level security: PostgreSQL is told in every transaction who asks, and its policies hide the rows of others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import event, text
from sqlalchemy.engine import Connection, Engine

from marketplace.foundation.actor import Actor, Power, known_actor
from marketplace.foundation.database import db, in_transaction

# The powers with which staff see what is confidential; which rows of it, the features' policies say.
DUTY_POWERS = frozenset({Power.PROPOSE, Power.CONFIRM, Power.AUDIT})
TELL = text(
    "SELECT set_config('vuon.organisation', :organisation, true), set_config('vuon.person', :person, true), "
    "set_config('vuon.duty', :duty, true)"
)
WITHOUT_ROWS = ("SAVEPOINT", "ROLLBACK", "RELEASE")
_TOLD = "vuon.told"
_across: ContextVar[bool] = ContextVar("across_audiences", default=False)


class Duty(StrEnum):
    """Why somebody may see rows of audiences that it is not inside of."""

    NONE = ""
    STAFF = "staff"
    SYSTEM = "system"


class Asking(NamedTuple):
    """What the policies look at."""

    organisation: str
    person: str
    duty: Duty


def guard(engine: Engine) -> None:
    """Tell the database who asks, before the first statement of a transaction and whenever that changes in it.

    On SQLite nothing is told: there the scoped queries stand alone.
    """
    if engine.dialect.name != "postgresql":
        return
    for moment in ("begin", "commit", "rollback", "rollback_savepoint"):
        event.listen(engine, moment, _forget)
    event.listen(engine, "before_cursor_execute", _tell)


@contextmanager
def across_audiences(why: str) -> Iterator[None]:
    """Read or write across audiences in this block (or decorated function), whoever asks; `why` is for the reader.

    The actor stays who it is: facts still name it. What was changed before the block is written before it, and what
    is changed inside is written inside.
    """
    assert why  # noqa: S101 - a reason is what makes it explicit
    _write_changes()
    token = _across.set(True)
    try:
        yield
        _write_changes()
    finally:
        _across.reset(token)


def asking() -> Asking:
    """Who asks now, as far as is known: while a request's person is being looked up, nobody."""
    actor = known_actor()
    return Asking(actor.organisation_id or "", actor.person_id or "", _duty_of(actor))


def _duty_of(actor: Actor) -> Duty:
    if _across.get() or actor.is_system:
        return Duty.SYSTEM
    return Duty.STAFF if actor.powers & DUTY_POWERS else Duty.NONE


def _write_changes() -> None:
    if in_transaction():
        db.session().flush()


def _forget(connection: Connection, *_: Any) -> None:
    if not connection.invalidated:  # else what it was told went with it
        connection.info.pop(_TOLD, None)


def _tell(connection: Connection, _cursor: object, statement: str, *_: Any) -> None:
    now_asking = asking()
    if connection.info.get(_TOLD) == now_asking or statement.startswith(WITHOUT_ROWS):
        return
    connection.info[_TOLD] = now_asking  # first: telling is a statement too
    connection.execute(TELL, now_asking._asdict())
