"""Messages in words: each feature registers a sentence and a page for its kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.foundation.i18n import lazy
from marketplace.notifications.models import Delivery

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wording:
    """How one kind of message reads, and which page it leads to."""

    sentence: Callable[[Values], object]
    endpoint: str
    arguments: Callable[[Values], Mapping[str, object]] = lambda _: {}


@dataclass(frozen=True, slots=True)
class Shown:
    """One message in the list."""

    sentence: str
    endpoint: str | None
    arguments: Mapping[str, object]
    created_at: datetime
    unread: bool


_WORDINGS: dict[str, Wording] = {}
UNKNOWN = lazy("Something happened that concerns you. Open your workspace to see it.")


def words_for(wordings: Mapping[str, Wording]) -> None:
    """Register how kinds of messages read."""
    _WORDINGS.update(wordings)


def registered() -> frozenset[str]:
    """Every kind that has words."""
    return frozenset(_WORDINGS)


def shown(row: Delivery) -> Shown:
    """A message in the language of the page, or of the mail."""
    wording = _WORDINGS.get(row.kind)
    if wording is None:
        return Shown(str(UNKNOWN), None, {}, row.created_at, row.read_at is None)
    arguments = wording.arguments(row.values)
    return Shown(str(wording.sentence(row.values)), wording.endpoint, arguments, row.created_at, row.read_at is None)
