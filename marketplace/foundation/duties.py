"""What waits for officers: features register a number and where it leads, the overview of staff shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from marketplace.foundation.actor import Actor, Power


@dataclass(frozen=True, slots=True)
class Duty:
    """Who has it, its words, the page that it opens, and how many things wait there now."""

    power: Power
    label: Any
    endpoint: str
    count: Callable[[Actor], int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A duty of this person now."""

    label: Any
    href: str
    count: int


_DUTIES: dict[str, Duty] = {}


def register(duty: Duty) -> None:
    """Called by a feature's views, once."""
    _DUTIES[duty.endpoint] = duty


def duties_of(actor: Actor) -> list[Waiting]:
    """The duties of the powers that the person holds, those where something waits first."""
    mine = [duty for duty in _DUTIES.values() if actor.has(duty.power)]
    found = [Waiting(duty.label, url_for(duty.endpoint), duty.count(actor)) for duty in mine]
    return sorted(found, key=lambda waiting: not waiting.count)
