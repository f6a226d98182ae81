"""A deal as a page shows it: steps, what is missing, who has confirmed, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marketplace.deals import policies
from marketplace.deals.models import Deal, DealParty, Evidence
from marketplace.deals.presenters.words import EVIDENCE_KINDS, MISSING, MOVED, MOVES, STAGE_TONES, STAGES
from marketplace.deals.queries.deals import DealFile, parties_by_deal
from marketplace.deals.queries.readiness import answer_of, facts_of, terms_hash
from marketplace.deals.rules.guards import EvidenceKind, checklist
from marketplace.deals.rules.stages import NEEDS_REASON, PATH, Move, Stage, moves_from
from marketplace.foundation.actor import Actor
from marketplace.foundation.money import Money
from marketplace.matching.queries.sensitivity import core_at_stake

FORWARD: tuple[Move, ...] = (Move.SIGN, Move.CLOSE, Move.SUBMIT)


@dataclass(frozen=True, slots=True)
class DealLine:
    """One deal in a list."""

    id: str
    parties: str
    type: str
    agreed: Money | None
    stage: Any
    tone: str
    declared: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One party with its answer to the terms; None while it has not answered."""

    row: DealParty
    answer: bool | None
    can_answer: bool


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One filed document."""

    row: Evidence
    kind: Any
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """The move that comes next, and each thing that it asks for with whether it is there."""

    move: Move
    label: Any
    checks: tuple[tuple[Any, bool], ...]

    @property
    def is_ready(self) -> bool:
        """Nothing is missing."""
        return all(there for _, there in self.checks)


@dataclass(frozen=True, slots=True)
class DealPage:
    """Everything that the page of a deal shows to one reader."""

    deal: Deal
    agreed: Money | None
    stage: Any
    tone: str
    steps: tuple[tuple[Any, str], ...]
    parties: tuple[PartyLine, ...]
    evidence: tuple[EvidenceLine, ...]
    next_step: NextStep | None
    with_reason: tuple[tuple[Move, Any], ...]
    history: tuple[tuple[datetime, Any, str | None], ...]
    terms_hash: str
    can_change: bool
    signed_on: date | None

    @property
    def core_at_stake(self) -> bool:
        """Whether core technology meets a party abroad; asked only by pages that say so."""
        return core_at_stake((line.row.organisation_id, line.row.country) for line in self.parties)


def deal_lines(rows: Iterable[Deal]) -> list[DealLine]:
    """Deals that a query let the reader see, with one statement for their parties."""
    seen = list(rows)
    parties = parties_by_deal(row.id for row in seen)
    return [deal_line(row, parties.get(row.id, [])) for row in seen]


def deal_line(row: Deal, parties: Iterable[DealParty]) -> DealLine:
    """One deal in a list."""
    stage = Stage(row.stage)
    return DealLine(
        id=row.id,
        parties=" · ".join(party.name for party in parties),
        type=row.type,
        agreed=agreed_of(row),
        stage=STAGES[stage],
        tone=STAGE_TONES.get(stage, "neutral"),
        declared=row.origin == "declared",
        since=row.stage_since,
    )


def agreed_of(row: Deal) -> Money | None:
    """The agreed value, if it is stated."""
    return None if row.agreed_minor is None else Money(row.agreed_minor, row.currency)


def deal_page(actor: Actor, file: DealFile) -> DealPage:
    """The page of a deal that a query let the actor see."""
    row, stage = file.deal, Stage(file.deal.stage)
    may_change = policies.can_change_deal(actor, row, file.parties)
    return DealPage(
        deal=row,
        agreed=agreed_of(row),
        stage=STAGES[stage],
        tone=STAGE_TONES.get(stage, "neutral"),
        steps=_steps(file),
        parties=tuple(_party_line(actor, file, party) for party in file.parties),
        evidence=tuple(_evidence_line(actor, document, may_change=may_change) for document in file.evidence),
        next_step=_next_step(actor, file),
        with_reason=_with_reason(actor, file),
        history=tuple((move.moved_at, MOVED[Move(move.move)], move.reason) for move in reversed(file.moves)),
        terms_hash=terms_hash(file),
        can_change=may_change,
        signed_on=row.signed_on,
    )


def _steps(file: DealFile) -> tuple[tuple[Any, str], ...]:
    """The path with what is behind and where the deal is; a declared deal begins as signed."""
    path = PATH[1:] if file.deal.origin == "declared" else PATH
    stage = Stage(file.deal.stage)
    position = {Stage.AMENDED: path.index(Stage.VERIFIED)}.get(stage, path.index(stage) if stage in path else -1)
    return tuple(
        (STAGES[step], "done" if place < position else "current" if place == position else "todo")
        for place, step in enumerate(path)
    )


def _party_line(actor: Actor, file: DealFile, party: DealParty) -> PartyLine:
    return PartyLine(party, answer_of(file, party), policies.can_answer_terms(actor, file.deal, party))


def _evidence_line(actor: Actor, document: Evidence, *, may_change: bool) -> EvidenceLine:
    own = actor.acts_for(document.organisation_id)
    return EvidenceLine(document, EVIDENCE_KINDS[EvidenceKind(document.kind)], may_change and own)


def _next_step(actor: Actor, file: DealFile) -> NextStep | None:
    for move in moves_from(Stage(file.deal.stage)):
        if move in FORWARD and policies.can_move_deal(actor, file.deal, file.parties, move):
            checks = tuple((MISSING[code], there) for code, there in checklist(facts_of(file), move))
            return NextStep(move, MOVES[move], checks)
    return None


def _with_reason(actor: Actor, file: DealFile) -> tuple[tuple[Move, Any], ...]:
    """Steps back and the end, which ask for a reason."""
    return tuple(
        (move, MOVES[move])
        for move in moves_from(Stage(file.deal.stage))
        if move in NEEDS_REASON and policies.can_move_deal(actor, file.deal, file.parties, move)
    )
