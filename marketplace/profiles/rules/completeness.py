"""How complete a profile is: what is asked of a party as data, and what is the best thing to add next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

WHOLE = 100


class Part(StrEnum):
    """The six parts that a reader decides by; all of them are needed."""

    WHO = "who"
    CONTACT = "contact"
    OFFER = "offer"
    WORK = "work"
    REACH = "reach"
    PROOF = "proof"


class Standing(StrEnum):
    """How far one part is."""

    NOT_BEGUN = "todo"
    STARTED = "started"
    NEEDED_DONE = "needed_done"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say: where in the form, how much it weighs, and whether its part needs it.

    `only`: the only kind of party that is asked; empty: every kind.
    """

    name: str
    part: Part
    field: str
    weight: int
    needed: bool = False
    only: str = ""


# A name or text counts once in any language, and once more in the second: readers of both languages come here.
ITEMS: tuple[Item, ...] = (
    Item("name", Part.WHO, "name_vi", 6, needed=True),
    Item("country", Part.WHO, "country", 4, needed=True),
    Item("name_twice", Part.WHO, "name_en", 4),
    Item("place", Part.WHO, "province", 3),
    Item("founded_year", Part.WHO, "founded_year", 3),
    Item("employees", Part.WHO, "employees", 3),
    Item("legal_name", Part.WHO, "legal_name", 2),
    Item("enterprise_code", Part.WHO, "enterprise_code", 3, only="enterprise"),
    Item("contact_email", Part.CONTACT, "contact_email", 7, needed=True),
    Item("website", Part.CONTACT, "website", 5),
    Item("summary", Part.OFFER, "summary_vi", 9, needed=True),
    Item("summary_twice", Part.OFFER, "summary_en", 8),
    Item("description", Part.OFFER, "description_vi", 5),
    Item("description_twice", Part.OFFER, "description_en", 4),
    Item("sectors", Part.WORK, "sectors", 7, needed=True),
    Item("technologies", Part.WORK, "technologies", 7),
    Item("segments", Part.WORK, "segments", 2, only="enterprise"),
    Item("markets", Part.REACH, "markets", 6, needed=True),
    Item("languages", Part.REACH, "languages", 3),
    Item("figures", Part.PROOF, "figures", 8, needed=True, only="enterprise"),
    Item("past_deals", Part.PROOF, "past_deals", 5, needed=True, only="investor"),
    Item("certificates", Part.PROOF, "certificates", 4),
    Item("past_deals_too", Part.PROOF, "past_deals", 3, only="enterprise"),
)


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far a profile is: 0 to 100, what is missing in the best order, and how each part stands."""

    score: int
    missing: tuple[Item, ...]
    parts: tuple[tuple[Part, Standing], ...]

    @property
    def next_item(self) -> Item | None:
        """The best thing to add now; None when nothing is missing."""
        return self.missing[0] if self.missing else None

    @property
    def is_submittable(self) -> bool:
        """Every part has what it needs."""
        return not any(item.needed for item in self.missing)


def items_for(kind: str) -> tuple[Item, ...]:
    """What a kind of party is asked. It depends on nothing that is said, so that saying more never costs."""
    return tuple(item for item in ITEMS if item.only in ("", kind))


def completeness(kind: str, said: Collection[str]) -> Completeness:
    """How complete a profile of this kind is that says these items. 100 only if nothing is missing.

    What its part needs comes first, part by part; then what weighs most.
    """
    asked = items_for(kind)
    missing = [item for item in asked if item.name not in said]
    whole = sum(item.weight for item in asked)
    reached = whole - sum(item.weight for item in missing)
    return Completeness(
        score=WHOLE * reached // whole,
        missing=tuple(sorted(missing, key=lambda item: (not item.needed, 0 if item.needed else -item.weight))),
        parts=tuple((part, _standing(part, asked, missing)) for part in Part),
    )


def _standing(part: Part, asked: Collection[Item], missing: Collection[Item]) -> Standing:
    own = [item for item in asked if item.part is part]
    open_ones = [item for item in own if item in missing]
    if not open_ones:
        return Standing.DONE
    if len(open_ones) == len(own):
        return Standing.NOT_BEGUN
    return Standing.STARTED if any(item.needed for item in open_ones) else Standing.NEEDED_DONE
