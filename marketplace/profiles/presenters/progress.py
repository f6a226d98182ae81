"""How complete a profile is, and what to add next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.foundation.i18n import lazy
from marketplace.profiles.content import (
    PartyProfile,
    items_said,
)
from marketplace.profiles.presenters.differences import LABELS
from marketplace.profiles.rules import Item, Part, Standing, completeness


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of the profile in the list of things to do: where it stands, and its first missing field."""

    label: Any
    standing: str
    words: Any
    field: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a profile has come, for its own people only."""

    score: int
    is_submittable: bool
    next_label: Any
    next_field: str
    parts: tuple[PartLine, ...]
    missing: tuple[tuple[Any, str, bool], ...]


def progress(kind: str, profile: PartyProfile | None) -> Progress:
    """What is there, what is missing, and the one thing to add next."""
    found = completeness(kind, items_said(profile) if profile else ())
    first = found.next_item
    return Progress(
        score=found.score,
        is_submittable=found.is_submittable,
        next_label=_item_label(first) if first else "",
        next_field=first.field if first else "",
        parts=tuple(_part_line(part, standing, found.missing) for part, standing in found.parts),
        missing=tuple((_item_label(item), item.field, item.needed) for item in found.missing),
    )


def _part_line(part: Part, standing: Standing, missing: Iterable[Item]) -> PartLine:
    first = next((item.field for item in missing if item.part is part), PART_STARTS[part])
    return PartLine(PARTS[part], standing, STANDINGS[standing], first)


def _item_label(item: Item) -> Any:
    return ITEM_LABELS.get(item.name) or LABELS[item.field]


PARTS: Mapping[Part, Any] = {
    Part.WHO: lazy("Who you are"),
    Part.CONTACT: lazy("How to reach you"),
    Part.OFFER: lazy("What you do"),
    Part.WORK: lazy("Fields of work"),
    Part.REACH: lazy("Markets and languages"),
    Part.PROOF: lazy("Figures and proof"),
}
PART_STARTS: Mapping[Part, str] = {
    Part.WHO: "who",
    Part.CONTACT: "contact_email",
    Part.OFFER: "what",
    Part.WORK: "work",
    Part.REACH: "markets",
    Part.PROOF: "certificates",
}
STANDINGS: Mapping[Standing, Any] = {
    Standing.NOT_BEGUN: lazy("Not started"),
    Standing.STARTED: lazy("Something needed is missing"),
    Standing.NEEDED_DONE: lazy("Has what it needs"),
    Standing.DONE: lazy("Complete"),
}
ITEM_LABELS: Mapping[str, Any] = {
    "name": lazy("Name"),
    "name_twice": lazy("Name in the second language"),
    "place": lazy("Province or city"),
    "summary": lazy("What you do, in one or two sentences"),
    "summary_twice": lazy("One or two sentences in the second language"),
    "description": lazy("What you do, in detail"),
    "description_twice": lazy("The details in the second language"),
}
