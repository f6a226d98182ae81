"""What happens to introductions, deals and the count: ids, codes and amounts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class IntroductionMoved:
    """An engagement went one step on: asked, accepted, declined, withdrawn, expired, a deal recorded."""

    NAME: ClassVar[str] = "deals.introduction_moved"
    engagement_id: str
    mandate_id: str
    move: str
    state: str


@dataclass(frozen=True, slots=True)
class DealRecorded:
    """A deal entered the book, from an introduction here or declared."""

    NAME: ClassVar[str] = "deals.deal_recorded"
    deal_id: str
    engagement_id: str | None
    origin: str
    type: str
    stage: str


@dataclass(frozen=True, slots=True)
class DealMoved:
    """A deal changed its stage."""

    NAME: ClassVar[str] = "deals.deal_moved"
    deal_id: str
    move: str
    from_stage: str
    stage: str


@dataclass(frozen=True, slots=True)
class TermsChanged:
    """The terms of a deal were written anew; `terms_hash` is what the parties confirm."""

    NAME: ClassVar[str] = "deals.terms_changed"
    deal_id: str
    agreed_minor: int | None
    currency: str
    signed_on: date | None
    completed_on: date | None
    terms_hash: str


@dataclass(frozen=True, slots=True)
class EvidenceFiled:
    """A document was filed as evidence."""

    NAME: ClassVar[str] = "deals.evidence_filed"
    deal_id: str
    evidence_id: str
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class EvidenceWithdrawn:
    """A document was taken back before verification."""

    NAME: ClassVar[str] = "deals.evidence_withdrawn"
    deal_id: str
    evidence_id: str


@dataclass(frozen=True, slots=True)
class PartyAnswered:
    """A party confirmed or disputed the terms."""

    NAME: ClassVar[str] = "deals.party_answered"
    deal_id: str
    party_id: str
    agrees: bool
    terms_hash: str


@dataclass(frozen=True, slots=True)
class ProposalMade:
    """An officer proposed something about a deal; a second officer decides."""

    NAME: ClassVar[str] = "deals.proposal_made"
    deal_id: str
    proposal_id: str
    purpose: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class ProposalDecided:
    """A second officer decided on a proposal."""

    NAME: ClassVar[str] = "deals.proposal_decided"
    deal_id: str
    proposal_id: str
    purpose: str
    outcome: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class CountDecided:
    """The count rule gave its answer; `usd` is the exact value as text."""

    NAME: ClassVar[str] = "deals.count_decided"
    deal_id: str
    decision_id: str
    verdict: str
    rule_version: str
    usd: str | None
    supersedes_id: str | None
