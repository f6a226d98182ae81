"""The officers' page of one deal: the rule condition by condition, proposals, and what this officer may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from marketplace.deals import policies
from marketplace.deals.models import CountDecision, Deal, Proposal, ProposalDecision
from marketplace.deals.presenters.words import CONDITIONS, MISSING, OUTCOMES, PURPOSES, REASONS, VERDICTS
from marketplace.deals.queries.deals import DealFile
from marketplace.deals.queries.readiness import facts_of
from marketplace.deals.rules.counting import Condition, Decision
from marketplace.deals.rules.guards import missing
from marketplace.deals.rules.stages import Move, Stage
from marketplace.deals.rules.verification import Outcome, Purpose, proposals_for
from marketplace.foundation.actor import Actor
from marketplace.foundation.i18n import language

TONES = {"yes": "positive", "no": "danger", "unknown": "caution"}


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition of the rule with its answer and why."""

    label: Any
    answer: str
    tone: str
    reason: Any


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision of the ledger."""

    verdict: Any
    usd: str | None
    rate: str | None
    rule_version: str
    reason: str | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal with its decision, if it has one."""

    id: str
    purpose: Any
    reason: str
    unit_id: str
    made_at: datetime
    changes: dict[str, Any]
    outcome: Any
    outcome_reason: str | None


@dataclass(frozen=True, slots=True)
class VerificationPage:
    """What an officer decides about, and may do."""

    conditions: tuple[ConditionLine, ...]
    verdict: Any
    usd: str | None
    decisions: tuple[DecisionLine, ...]
    proposals: tuple[ProposalLine, ...]
    open_proposal: ProposalLine | None
    lacking: tuple[Any, ...]
    purposes: tuple[tuple[Purpose, Any], ...]
    can_decide: bool
    can_withdraw: bool
    can_recount: bool


Proposals = Iterable[tuple[Proposal, ProposalDecision | None]]


def exact(value: Decimal | None) -> str | None:
    """A number with the language's separators and every digit that it has."""
    if value is None:
        return None
    return str(format_decimal(value, locale=language(), decimal_quantization=False))


def condition_line(condition: Condition) -> ConditionLine:
    """One condition in words."""
    return ConditionLine(
        CONDITIONS[condition.code], condition.answer, TONES[condition.answer], REASONS[condition.reason]
    )


def verification_page(
    actor: Actor, file: DealFile, preview: Decision, proposals: Proposals, decisions: Iterable[CountDecision]
) -> VerificationPage:
    """The page of one deal for one officer; `preview` is what the rule would say of it as verified."""
    row = file.deal
    lines = [(made, _proposal_line(made, decided)) for made, decided in proposals]
    live = next((made for made, _ in lines if made.live), None)
    return VerificationPage(
        conditions=_conditions(row, preview),
        verdict=VERDICTS[preview.verdict.value],
        usd=exact(preview.usd),
        decisions=tuple(_decision_line(kept) for kept in decisions),
        proposals=tuple(line for _, line in lines),
        open_proposal=next((line for made, line in lines if made.live), None),
        lacking=_lacking(file),
        purposes=_purposes(actor, row, has_twins=bool(preview.twins)) if live is None else (),
        can_decide=live is not None and policies.can_decide(actor) and live.person_id != actor.person_id,
        can_withdraw=live is not None and policies.can_withdraw_proposal(actor, live),
        can_recount=Stage(row.stage) in {Stage.VERIFIED, Stage.AMENDED} and policies.can_verify(actor, row),
    )


def _conditions(row: Deal, preview: Decision) -> tuple[ConditionLine, ...]:
    """All that the rule asks for; before verification without the officers' own part, which is still open."""
    is_open = Stage(row.stage) is Stage.VERIFICATION
    return tuple(condition_line(each) for each in preview.conditions if not (is_open and each.code == "verified"))


def _lacking(file: DealFile) -> tuple[Any, ...]:
    if Stage(file.deal.stage) is not Stage.VERIFICATION:
        return ()
    return tuple(MISSING[code] for code in missing(facts_of(file), Move.VERIFY))


def _purposes(actor: Actor, row: Deal, *, has_twins: bool) -> tuple[tuple[Purpose, Any], ...]:
    possible = proposals_for(Stage(row.stage))
    return tuple(
        (purpose, PURPOSES[purpose])
        for purpose in possible
        if policies.can_propose(actor, row, purpose) and (purpose is not Purpose.TELL_APART or has_twins)
    )


def _proposal_line(made: Proposal, decided: ProposalDecision | None) -> ProposalLine:
    return ProposalLine(
        id=made.id,
        purpose=PURPOSES[Purpose(made.purpose)],
        reason=made.reason,
        unit_id=made.unit_id,
        made_at=made.made_at,
        changes=made.changes if made.purpose == Purpose.AMEND else {},
        outcome=OUTCOMES[Outcome(decided.outcome)] if decided else None,
        outcome_reason=decided.reason if decided else None,
    )


def _decision_line(kept: CountDecision) -> DecisionLine:
    return DecisionLine(
        verdict=VERDICTS[kept.verdict],
        usd=exact(Decimal(kept.usd)) if kept.usd else None,
        rate=exact(Decimal(kept.rate)) if kept.rate else None,
        rule_version=f"{kept.rule_version} / {kept.parameters_version}",
        reason=kept.reason,
        decided_at=kept.decided_at,
    )
