"""The stages of a deal and the moves between them, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

MACHINE = "deals.deal"


class Stage(StrEnum):
    """How far a deal has come; `new` is before its first move."""

    NEW = "new"
    RECORDED = "recorded"
    SIGNED = "signed"
    CLOSED = "closed"
    VERIFICATION = "verification"
    VERIFIED = "verified"
    COUNTED = "counted"
    AMENDED = "amended"
    REVOKED = "revoked"
    LOST = "lost"


class Move(StrEnum):
    """What somebody, or the count rule, does to a deal."""

    RECORD = "record"
    DECLARE_SIGNED = "declare_signed"
    DECLARE_CLOSED = "declare_closed"
    SIGN = "sign"
    CLOSE = "close"
    SUBMIT = "submit"
    VERIFY = "verify"
    COUNT = "count"
    STEP_BACK = "step_back"
    ABANDON = "abandon"
    AMEND = "amend"
    REVOKE = "revoke"


class By(StrEnum):
    """Who makes a move: a party, two officers together, one officer, or the rule itself."""

    PARTY = "party"
    DECLARER = "declarer"
    OFFICER = "officer"
    PARTY_OR_OFFICER = "party_or_officer"
    TWO_OFFICERS = "two_officers"
    RULE = "rule"


STEPS: tuple[tuple[Stage, Move, Stage, By], ...] = (
    (Stage.NEW, Move.RECORD, Stage.RECORDED, By.PARTY),
    (Stage.NEW, Move.DECLARE_SIGNED, Stage.SIGNED, By.DECLARER),
    (Stage.NEW, Move.DECLARE_CLOSED, Stage.CLOSED, By.DECLARER),
    (Stage.RECORDED, Move.SIGN, Stage.SIGNED, By.PARTY),
    (Stage.SIGNED, Move.CLOSE, Stage.CLOSED, By.PARTY),
    (Stage.CLOSED, Move.SUBMIT, Stage.VERIFICATION, By.PARTY),
    (Stage.VERIFICATION, Move.VERIFY, Stage.VERIFIED, By.TWO_OFFICERS),
    (Stage.VERIFIED, Move.COUNT, Stage.COUNTED, By.RULE),
    (Stage.AMENDED, Move.COUNT, Stage.COUNTED, By.RULE),
    (Stage.SIGNED, Move.STEP_BACK, Stage.RECORDED, By.PARTY),
    (Stage.CLOSED, Move.STEP_BACK, Stage.SIGNED, By.PARTY),
    (Stage.VERIFICATION, Move.STEP_BACK, Stage.CLOSED, By.PARTY_OR_OFFICER),
    (Stage.VERIFIED, Move.STEP_BACK, Stage.VERIFICATION, By.OFFICER),
    (Stage.RECORDED, Move.ABANDON, Stage.LOST, By.PARTY),
    (Stage.SIGNED, Move.ABANDON, Stage.LOST, By.PARTY),
    (Stage.CLOSED, Move.ABANDON, Stage.LOST, By.PARTY),
    (Stage.COUNTED, Move.AMEND, Stage.AMENDED, By.TWO_OFFICERS),
    (Stage.AMENDED, Move.AMEND, Stage.AMENDED, By.TWO_OFFICERS),
    (Stage.COUNTED, Move.REVOKE, Stage.REVOKED, By.TWO_OFFICERS),
    (Stage.AMENDED, Move.REVOKE, Stage.REVOKED, By.TWO_OFFICERS),
)
MOVES: Mapping[tuple[Stage, Move], Stage] = {(stage, move): to for stage, move, to, _ in STEPS}
MAKERS: Mapping[tuple[Stage, Move], By] = {(stage, move): by for stage, move, _, by in STEPS}

NEEDS_REASON = frozenset({Move.STEP_BACK, Move.ABANDON, Move.AMEND, Move.REVOKE})
EDITABLE = frozenset({Stage.RECORDED, Stage.SIGNED, Stage.CLOSED})
SEEN_BY_OFFICERS = frozenset({Stage.VERIFICATION, Stage.VERIFIED, Stage.COUNTED, Stage.AMENDED, Stage.REVOKED})
PATH = (Stage.RECORDED, Stage.SIGNED, Stage.CLOSED, Stage.VERIFICATION, Stage.VERIFIED, Stage.COUNTED)


class Tier(StrEnum):
    """The public numbers, from the first contact to the count."""

    INTRODUCED = "introduced"
    SIGNED = "signed"
    CLOSED = "closed"
    VERIFIED = "verified"
    COUNTED = "counted"


STAGES_OF_TIER: Mapping[Tier, frozenset[Stage]] = {
    Tier.SIGNED: frozenset(
        {Stage.SIGNED, Stage.CLOSED, Stage.VERIFICATION, Stage.VERIFIED, Stage.COUNTED, Stage.AMENDED}
    ),
    Tier.CLOSED: frozenset({Stage.CLOSED, Stage.VERIFICATION, Stage.VERIFIED, Stage.COUNTED, Stage.AMENDED}),
    Tier.VERIFIED: frozenset({Stage.VERIFIED, Stage.COUNTED, Stage.AMENDED}),
    Tier.COUNTED: frozenset({Stage.COUNTED}),
}


def stage_after(stage: Stage, move: Move) -> Stage | None:
    """Where the move leads; None where the table has no such row."""
    return MOVES.get((stage, move))


def moves_from(stage: Stage) -> tuple[Move, ...]:
    """Every move the table knows from this stage, in the table's order."""
    return tuple(move for (from_stage, move) in MOVES if from_stage is stage)
