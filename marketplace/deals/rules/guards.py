"""What a deal still lacks before a move, as codes; an empty answer means ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.deals.rules.stages import Move

PARTIES = 2
KINDS_OF_EVIDENCE = 2


class EvidenceKind(StrEnum):
    """What a filed document proves."""

    LETTER_OF_INTENT = "letter_of_intent"
    SIGNED_AGREEMENT = "signed_agreement"
    SIGNATURE_NOTICE = "signature_notice"
    OWNERSHIP_REGISTER = "ownership_register"
    REGISTRY_CHANGE = "registry_change"
    CONTRIBUTION_PROOF = "contribution_proof"
    PAYMENT_PROOF = "payment_proof"
    FIRST_PERFORMANCE = "first_performance"
    COUNTERPARTY_CONFIRMATION = "counterparty_confirmation"
    OTHER = "other"


PROVES_SIGNING = frozenset({EvidenceKind.SIGNED_AGREEMENT, EvidenceKind.SIGNATURE_NOTICE})
COMPLETION_EVENTS: Mapping[str, str] = {
    "merger_acquisition": "ownership_transferred",
    "joint_venture": "venture_established_and_contributed",
    "strategic_cooperation": "contract_performing",
    "fundraising": "funds_received",
    "technology_transfer": "technology_handed_over",
    "distribution": "contract_performing",
}
PROVES_COMPLETION: Mapping[str, frozenset[EvidenceKind]] = {
    "ownership_transferred": frozenset({EvidenceKind.OWNERSHIP_REGISTER, EvidenceKind.REGISTRY_CHANGE}),
    "venture_established_and_contributed": frozenset({EvidenceKind.REGISTRY_CHANGE, EvidenceKind.CONTRIBUTION_PROOF}),
    "contract_performing": frozenset({EvidenceKind.FIRST_PERFORMANCE, EvidenceKind.PAYMENT_PROOF}),
    "funds_received": frozenset({EvidenceKind.PAYMENT_PROOF, EvidenceKind.CONTRIBUTION_PROOF}),
    "technology_handed_over": frozenset({EvidenceKind.FIRST_PERFORMANCE, EvidenceKind.PAYMENT_PROOF}),
}


@dataclass(frozen=True, slots=True)
class DealFacts:
    """Everything the guards look at; dates as recorded, `today` in Viet Nam."""

    today: date
    type: str
    origin: str
    parties: int
    parties_complete: bool
    agreed_minor: int | None
    signed_on: date | None
    completed_on: date | None
    completion_event: str | None
    evidence: frozenset[EvidenceKind] = frozenset()
    files_clean: bool = True
    confirmed: bool = False
    disputed: bool = False


Check = tuple[str, Callable[[DealFacts], bool]]


def _signed_by_today(deal: DealFacts) -> bool:
    return deal.signed_on is None or deal.signed_on <= deal.today


def _closed_by_today(deal: DealFacts) -> bool:
    return deal.completed_on is None or deal.completed_on <= deal.today


def _closed_after_signing(deal: DealFacts) -> bool:
    return deal.completed_on is None or deal.signed_on is None or deal.completed_on >= deal.signed_on


def _completion_proved(deal: DealFacts) -> bool:
    proofs = PROVES_COMPLETION.get(COMPLETION_EVENTS.get(deal.type, ""), frozenset())
    return bool(deal.evidence & proofs)


SIGNING_FACTS: tuple[Check, ...] = (
    ("two_parties", lambda deal: deal.parties >= PARTIES),
    ("agreed_value", lambda deal: deal.agreed_minor is not None and deal.agreed_minor > 0),
    ("signing_date", lambda deal: deal.signed_on is not None),
    ("signing_date_past", _signed_by_today),
)
CLOSING_FACTS: tuple[Check, ...] = (
    ("can_complete", lambda deal: deal.type in COMPLETION_EVENTS),
    ("closing_date", lambda deal: deal.completed_on is not None),
    ("closing_date_past", _closed_by_today),
    ("closing_after_signing", _closed_after_signing),
    ("completion_event", lambda deal: deal.completion_event == COMPLETION_EVENTS.get(deal.type)),
)
SIGNING_PROOF: tuple[Check, ...] = (("signing_evidence", lambda deal: bool(deal.evidence & PROVES_SIGNING)),)
COMPLETION_PROOF: tuple[Check, ...] = (("completion_evidence", _completion_proved),)
FILED: tuple[Check, ...] = (
    ("parties_complete", lambda deal: deal.parties_complete),
    ("two_kinds_of_evidence", lambda deal: len(deal.evidence) >= KINDS_OF_EVIDENCE),
    ("files_clean", lambda deal: deal.files_clean),
)
AGREED: tuple[Check, ...] = (
    ("both_confirmed", lambda deal: deal.confirmed),
    ("no_dispute", lambda deal: not deal.disputed),
)
ALL_FACTS = SIGNING_FACTS + CLOSING_FACTS + SIGNING_PROOF + COMPLETION_PROOF + FILED

GUARDS: Mapping[Move, tuple[Check, ...]] = {
    Move.RECORD: (("two_parties", lambda deal: deal.parties >= PARTIES),),
    Move.DECLARE_SIGNED: SIGNING_FACTS,
    Move.DECLARE_CLOSED: SIGNING_FACTS + CLOSING_FACTS,
    Move.SIGN: SIGNING_FACTS + SIGNING_PROOF,
    Move.CLOSE: SIGNING_FACTS + SIGNING_PROOF + CLOSING_FACTS + COMPLETION_PROOF,
    Move.SUBMIT: ALL_FACTS + AGREED,
    Move.VERIFY: ALL_FACTS + AGREED,
}


def checklist(deal: DealFacts, move: Move) -> tuple[tuple[str, bool], ...]:
    """Each thing the move asks for with whether the deal has it."""
    return tuple((code, has(deal)) for code, has in GUARDS.get(move, ()))


def missing(deal: DealFacts, move: Move) -> tuple[str, ...]:
    """Codes of what the deal still lacks for the move."""
    return tuple(code for code, there in checklist(deal, move) if not there)
