"""What is new for somebody who follows a search or list: found now, never found before, and of late.

- What was found at the first look is known from then on and is not told, except what became public or changed after the
  person began to follow.
- Later, everything found that is not known is new, whether it was published, came back in another form, or was edited
  so that it meets the search for the first time. What was known and is edited, or leaves and comes back, is not.
- Only what changed since the mark is looked at, less an hour: a change that was being written while the last look read
  is seen by the next one, and the memory keeps it from being told twice.
- A search that finds more than the memory holds cannot say what an edit made new: there only what is public for the
  first time counts.
- In a match list everybody who stands there at its first look is known. Who entered a short list and fits no better
  than chance is not worth a mail; it is told of when its score has risen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.alerts.rules.memory import Memory

LATENESS = timedelta(hours=1)
LEAST_SCORE = 50  # of 100: as likely as a chance pair


class News(StrEnum):
    """Why something is told now."""

    NEW = "new"
    CHANGED = "changed"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something found, and when what is public of it last changed (in a match list: when it entered)."""

    id: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look found, newest first. `complete`: nothing was left out. `ranked`: it is a match list."""

    things: tuple[Thing, ...] = ()
    complete: bool = True
    ranked: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a search or list has been followed: up to when, and what is known (None: it was never looked at)."""

    mark: datetime
    memory: Memory | None = None


def looked_since(standing: Standing) -> datetime | None:
    """From when on changes are to be looked at; None: at everything."""
    return None if standing.memory is None else standing.mark - LATENESS


def first_memory(standing: Standing, looked: Looked) -> Memory:
    """What is known after the first look: everything but what changed since the person began to follow."""
    known = (each.id for each in looked.things if looked.ranked or each.changed_at <= standing.mark)
    return Memory().with_all(known, partial=not looked.complete)


def unknown(standing: Standing, looked: Looked) -> list[Thing]:
    """Those found that may be new, in their order; nothing at a first look."""
    memory = standing.memory
    return [] if memory is None else [each for each in looked.things if not memory.knows(each.id)]


def news(
    standing: Standing, looked: Looked, found: Iterable[Thing], first_public: Mapping[str, datetime]
) -> dict[str, News]:
    """Of what may be new, what is, and why, in its order. `first_public`: when each thing went public first."""
    told: dict[str, News] = {}
    for each in found:
        if looked.ranked:
            told[each.id] = News.ENTERED
        elif first_public.get(each.id, each.changed_at) > standing.mark - LATENESS:
            told[each.id] = News.NEW
        elif not (standing.memory is not None and standing.memory.partial):
            told[each.id] = News.CHANGED
    return told


def next_memory(standing: Standing, looked: Looked) -> Memory:
    """What is known after a later look."""
    return (standing.memory or Memory()).with_all((each.id for each in looked.things), partial=not looked.complete)
