"""What officers may propose, at which stage, and what keeps one person from deciding alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from marketplace.deals.rules.stages import Stage


class Purpose(StrEnum):
    """What a proposal asks the second officer to agree to."""

    VERIFY = "verify"
    TELL_APART = "tell_apart"
    AMEND = "amend"
    REVOKE = "revoke"


class Outcome(StrEnum):
    """How a proposal ended."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


STAGES_FOR: Mapping[Purpose, frozenset[Stage]] = {
    Purpose.VERIFY: frozenset({Stage.VERIFICATION}),
    Purpose.TELL_APART: frozenset({Stage.VERIFIED, Stage.AMENDED}),
    Purpose.AMEND: frozenset({Stage.COUNTED, Stage.AMENDED}),
    Purpose.REVOKE: frozenset({Stage.COUNTED, Stage.AMENDED}),
}


@dataclass(frozen=True, slots=True)
class Hand:
    """A person with every unit and organisation that it belongs to now, or belonged to while the deal was made."""

    person_id: str
    units: frozenset[str]
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Interests:
    """Who has a part in a deal: its recorder, the parties' organisations, and whoever worked on it for them."""

    recorder: Hand
    organisations: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


def objections(second: Hand, first: Hand, interests: Interests) -> tuple[str, ...]:
    """Why the second officer may not decide on what the first proposed; empty when it may."""
    found = []
    if second.person_id == first.person_id:
        found.append("same_person")
    if second.units & first.units:
        found.append("same_unit")
    return (*found, *involvement(second, interests))


def involvement(officer: Hand, interests: Interests) -> tuple[str, ...]:
    """Why an officer may not check a deal; empty when neither it nor its unit has a part in it."""
    recorder = interests.recorder
    found = []
    if officer.person_id == recorder.person_id or officer.units & recorder.units:
        found.append("declared_it")
    if officer.organisations & interests.organisations:
        found.append("belongs_to_party")
    if officer.person_id in interests.people:
        found.append("worked_on_it")
    return tuple(found)


def proposals_for(stage: Stage) -> tuple[Purpose, ...]:
    """What may be proposed about a deal at this stage."""
    return tuple(purpose for purpose, stages in STAGES_FOR.items() if stage in stages)
