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
    """A person with every unit it belonged to when acting, and belongs to now."""

    person_id: str
    units: frozenset[str]


def objections(second: Hand, first: Hand, recorder: Hand | None) -> tuple[str, ...]:
    """Why the second officer may not decide on what the first proposed; empty when it may."""
    found = []
    if second.person_id == first.person_id:
        found.append("same_person")
    if second.units & first.units:
        found.append("same_unit")
    if recorder is not None:
        found.extend(involvement(second, recorder))
    return tuple(found)


def involvement(officer: Hand, recorder: Hand) -> tuple[str, ...]:
    """Why an officer may not check a deal that it or its unit declared."""
    if officer.person_id == recorder.person_id or officer.units & recorder.units:
        return ("declared_it",)
    return ()


def proposals_for(stage: Stage) -> tuple[Purpose, ...]:
    """What may be proposed about a deal at this stage."""
    return tuple(purpose for purpose, stages in STAGES_FOR.items() if stage in stages)
