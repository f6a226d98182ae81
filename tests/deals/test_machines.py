"""The tables of moves: every pair of state and move, makers, and what each move asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise, product

import pytest

from marketplace.deals.rules import engagement, stages
from marketplace.deals.rules.guards import GUARDS, DealFacts, EvidenceKind, checklist, missing
from marketplace.deals.rules.stages import Move, Stage, Tier

READY = DealFacts(
    today=date(2026, 11, 1),
    type="joint_venture",
    origin="here",
    parties=2,
    parties_complete=True,
    agreed_minor=1,
    signed_on=date(2026, 9, 1),
    completed_on=date(2026, 10, 1),
    completion_event="venture_established_and_contributed",
    evidence=frozenset({EvidenceKind.SIGNED_AGREEMENT, EvidenceKind.REGISTRY_CHANGE}),
    confirmed=True,
)


@pytest.mark.parametrize(("state", "move"), list(product(engagement.State, engagement.Move)))
def test_every_pair_of_an_introduction_is_in_the_table_or_leads_nowhere(
    state: engagement.State, move: engagement.Move
) -> None:
    after = engagement.state_after(state, move)
    assert after == engagement.MOVES.get((state, move))
    makers = [side for side in (None, *engagement.Side) if engagement.may_move(state, move, side)]
    assert bool(makers) == (after is not None)


@pytest.mark.parametrize(("stage", "move"), list(product(Stage, Move)))
def test_every_pair_of_a_deal_is_in_the_table_or_leads_nowhere(stage: Stage, move: Move) -> None:
    assert stages.stage_after(stage, move) == stages.MOVES.get((stage, move))
    assert (move in stages.moves_from(stage)) == ((stage, move) in stages.MOVES)


def test_nobody_answers_its_own_request() -> None:
    for state, side in ((engagement.State.INTEREST_A, "owner"), (engagement.State.INTEREST_B, "counterparty")):
        for move in (engagement.Move.ACCEPT, engagement.Move.DECLINE):
            assert not engagement.may_move(state, move, engagement.Side(side))


def test_a_counted_deal_never_moves_back() -> None:
    assert set(stages.moves_from(Stage.COUNTED)) == {Move.AMEND, Move.REVOKE}
    assert stages.moves_from(Stage.REVOKED) == stages.moves_from(Stage.LOST) == ()


def test_steps_back_are_one_stage_and_need_a_reason() -> None:
    for (stage, move), after in stages.MOVES.items():
        if move is Move.STEP_BACK:
            assert stages.PATH.index(stage) - stages.PATH.index(after) == 1
    assert Move.STEP_BACK in stages.NEEDS_REASON


def test_only_two_officers_verify_and_only_the_rule_counts() -> None:
    makers = {move: by for (_, move), by in stages.MAKERS.items()}
    assert makers[Move.VERIFY] is makers[Move.AMEND] is makers[Move.REVOKE] is stages.By.TWO_OFFICERS
    assert makers[Move.COUNT] is stages.By.RULE


def test_each_tier_lies_inside_the_one_before() -> None:
    chain = [stages.STAGES_OF_TIER[tier] for tier in Tier if tier is not Tier.INTRODUCED]
    assert all(inner < outer for outer, inner in pairwise(chain))


@pytest.mark.parametrize("move", sorted(GUARDS))
def test_a_complete_deal_lacks_nothing(move: Move) -> None:
    assert missing(READY, move) == ()
    assert all(there for _, there in checklist(READY, move))


@pytest.mark.parametrize(
    ("change", "move", "code"),
    [
        ({"parties": 1}, Move.RECORD, "two_parties"),
        ({"agreed_minor": None}, Move.SIGN, "agreed_value"),
        ({"agreed_minor": 0}, Move.SIGN, "agreed_value"),
        ({"signed_on": None}, Move.SIGN, "signing_date"),
        ({"signed_on": date(2026, 11, 2)}, Move.SIGN, "signing_date_past"),
        ({"evidence": frozenset()}, Move.SIGN, "signing_evidence"),
        ({"completed_on": date(2026, 8, 31)}, Move.CLOSE, "closing_after_signing"),
        ({"completed_on": date(2026, 11, 2)}, Move.CLOSE, "closing_date_past"),
        ({"completion_event": "ownership_transferred"}, Move.CLOSE, "completion_event"),
        ({"type": "mou"}, Move.CLOSE, "can_complete"),
        ({"evidence": frozenset({EvidenceKind.SIGNED_AGREEMENT})}, Move.CLOSE, "completion_evidence"),
        ({"evidence": frozenset({EvidenceKind.SIGNED_AGREEMENT})}, Move.SUBMIT, "two_kinds_of_evidence"),
        ({"parties_complete": False}, Move.SUBMIT, "parties_complete"),
        ({"files_clean": False}, Move.SUBMIT, "files_clean"),
        ({"confirmed": False}, Move.SUBMIT, "both_confirmed"),
        ({"disputed": True}, Move.VERIFY, "no_dispute"),
    ],
)
def test_each_thing_missing_is_named(change: dict[str, object], move: Move, code: str) -> None:
    assert code in missing(replace(READY, **change), move)  # type: ignore[arg-type]
