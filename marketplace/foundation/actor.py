"""Who is asking: one person acting for one organisation, and the refusals that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a member may do inside its organisation."""

    ADMIN = "admin"
    EDITOR = "editor"
    VIEWER = "viewer"


class Power(StrEnum):
    """What a staff unit may do beyond its own organisation."""

    REVIEW = "review"
    CURATE = "curate"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    AUDIT = "audit"
    IMPORT = "import"
    REFERENCE = "reference"
    OPERATE = "operate"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person acting for one organisation at a time; every policy asks only this and the thing."""

    person_id: str | None = None
    organisation_id: str | None = None
    organisation_kind: str | None = None
    role: Role | None = None
    unit_id: str | None = None
    powers: frozenset[Power] = frozenset()
    entitlements: frozenset[str] = frozenset()
    signed_in_at: datetime | None = None
    strength: str = "none"

    @property
    def is_signed_in(self) -> bool:
        """A person is there."""
        return self.person_id is not None

    @property
    def is_member(self) -> bool:
        """The person acts for an organisation."""
        return self.organisation_id is not None

    @property
    def is_staff(self) -> bool:
        """The person works in a unit with powers of its own."""
        return bool(self.powers)

    @property
    def can_edit(self) -> bool:
        """May change what belongs to the organisation acted for."""
        return self.role in {Role.ADMIN, Role.EDITOR}

    def acts_for(self, organisation_id: str | None) -> bool:
        """Acts for this very organisation now."""
        return organisation_id is not None and self.organisation_id == organisation_id

    @property
    def is_system(self) -> bool:
        """The application itself, doing what follows from facts or what an operator ordered."""
        return self.strength == "system"

    def has(self, power: Power) -> bool:
        """Holds a power of its unit."""
        return power in self.powers


ANONYMOUS = Actor()
SYSTEM = Actor(strength="system", powers=frozenset(Power))


class NotAllowed(Exception):
    """The person may see the thing and may not do this to it (403)."""


class NotFound(Exception):
    """There is no such thing for this person; for a stranger it does not exist (404)."""


class Refused(Exception):
    """A rule of the business says no; the code names the rule, the edges find the words (409)."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def allow(allowed: bool) -> None:
    """Go on only if a policy said yes."""
    if not allowed:
        raise NotAllowed


_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)
_builder: list[Callable[[], Actor]] = []  # two: the one that looks, and the one that only knows


def build_actors_with(builder: Callable[[], Actor], known: Callable[[], Actor] | None = None) -> None:
    """Fill the slot: how a web request's actor is found, and how it is known afterwards without being looked for.

    Called once, by the application.
    """
    _builder[:] = [builder, known or builder]


def current_actor() -> Actor:
    """Who is asking now: the one set by `acting_as`, else the request's person, else nobody."""
    acting = _acting.get()
    if acting is not None:
        return acting
    return _builder[0]() if _builder else ANONYMOUS


def known_actor() -> Actor:
    """Who is asking as far as is known already: never looks for it, so that the database may ask."""
    acting = _acting.get()
    if acting is not None:
        return acting
    return _builder[1]() if _builder else ANONYMOUS


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Do something as this actor: commands, workers and tests."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)
