"""Work that goes on for minutes, block by block: features register how far theirs is, the operators' page shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a work is: steps done of how many, since when, and whether anything is left to do."""

    done: int
    total: int
    begun_at: datetime | None
    ended_at: datetime | None
    is_running: bool
    is_behind: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What it is called, and how to ask how far it is."""

    label: Any
    look: Callable[[], Stand]


_WORKS: list[Work] = []


def register(work: Work) -> None:
    """Called by a feature's views, once."""
    _WORKS.append(work)


def stands() -> list[tuple[Any, Stand]]:
    """Every registered work and how far it is now."""
    return [(work.label, work.look()) for work in _WORKS]
