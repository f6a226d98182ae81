"""The words for the codes of this feature, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.deals.rules.engagement import State
from marketplace.deals.rules.guards import EvidenceKind
from marketplace.deals.rules.stages import Move, Stage, Tier
from marketplace.deals.rules.verification import Outcome, Purpose
from marketplace.foundation.i18n import lazy

STATES: Mapping[State, Any] = {
    State.SUGGESTED: lazy("Suggested"),
    State.INTEREST_A: lazy("Waiting for an answer"),
    State.INTEREST_B: lazy("Waiting for an answer"),
    State.MUTUAL: lazy("Introduced"),
    State.DEAL: lazy("Deal recorded"),
    State.DECLINED: lazy("Declined"),
    State.EXPIRED: lazy("Ran out without an answer"),
    State.WITHDRAWN: lazy("Withdrawn"),
}
STATE_TONES: Mapping[State, str] = {
    State.INTEREST_A: "caution",
    State.INTEREST_B: "caution",
    State.MUTUAL: "positive",
    State.DEAL: "positive",
}
STAGES: Mapping[Stage, Any] = {
    Stage.NEW: lazy("New"),
    Stage.RECORDED: lazy("Recorded"),
    Stage.SIGNED: lazy("Signed"),
    Stage.CLOSED: lazy("Completed"),
    Stage.VERIFICATION: lazy("In verification"),
    Stage.VERIFIED: lazy("Officially verified"),
    Stage.COUNTED: lazy("Counted"),
    Stage.AMENDED: lazy("Amended"),
    Stage.REVOKED: lazy("Revoked"),
    Stage.LOST: lazy("Abandoned"),
}
STAGE_TONES: Mapping[Stage, str] = {
    Stage.VERIFIED: "verified",
    Stage.COUNTED: "verified",
    Stage.VERIFICATION: "caution",
    Stage.AMENDED: "caution",
    Stage.REVOKED: "danger",
    Stage.LOST: "danger",
}
TIERS: Mapping[Tier, Any] = {
    Tier.INTRODUCED: lazy("Introduced"),
    Tier.SIGNED: lazy("Signed"),
    Tier.CLOSED: lazy("Completed"),
    Tier.VERIFIED: lazy("Officially verified"),
    Tier.COUNTED: lazy("Counted"),
}
TIER_MEANINGS: Mapping[Tier, Any] = {
    Tier.INTRODUCED: lazy("Two sides met here because both said yes"),
    Tier.SIGNED: lazy("The deal is signed"),
    Tier.CLOSED: lazy("The deal is carried out: ownership passed, the venture stands, the contract is performed"),
    Tier.VERIFIED: lazy("Two officers of different units checked the evidence"),
    Tier.COUNTED: lazy("The count rule found every condition met"),
}
MOVES: Mapping[Move, Any] = {
    Move.RECORD: lazy("Record the deal"),
    Move.DECLARE_SIGNED: lazy("Declare as signed"),
    Move.DECLARE_CLOSED: lazy("Declare as completed"),
    Move.SIGN: lazy("Mark as signed"),
    Move.CLOSE: lazy("Mark as completed"),
    Move.SUBMIT: lazy("Submit for verification"),
    Move.VERIFY: lazy("Verify"),
    Move.COUNT: lazy("Count"),
    Move.STEP_BACK: lazy("Go one stage back"),
    Move.ABANDON: lazy("Abandon the deal"),
    Move.AMEND: lazy("Amend"),
    Move.REVOKE: lazy("Revoke"),
}
MOVED: Mapping[Move, Any] = {
    Move.RECORD: lazy("The deal was recorded"),
    Move.DECLARE_SIGNED: lazy("The deal was declared as signed"),
    Move.DECLARE_CLOSED: lazy("The deal was declared as completed"),
    Move.SIGN: lazy("The deal was marked as signed"),
    Move.CLOSE: lazy("The deal was marked as completed"),
    Move.SUBMIT: lazy("The deal was submitted for verification"),
    Move.VERIFY: lazy("Two officers verified the deal"),
    Move.COUNT: lazy("The deal was counted"),
    Move.STEP_BACK: lazy("The deal went one stage back"),
    Move.ABANDON: lazy("The deal was abandoned"),
    Move.AMEND: lazy("Two officers amended the deal"),
    Move.REVOKE: lazy("Two officers revoked the deal"),
}
EVIDENCE_KINDS: Mapping[EvidenceKind, Any] = {
    EvidenceKind.LETTER_OF_INTENT: lazy("Letter of intent or term sheet"),
    EvidenceKind.SIGNED_AGREEMENT: lazy("Signed agreement or its signature page"),
    EvidenceKind.SIGNATURE_NOTICE: lazy("Public notice of signing"),
    EvidenceKind.OWNERSHIP_REGISTER: lazy("Register of shareholders after the transfer"),
    EvidenceKind.REGISTRY_CHANGE: lazy("Business registration or its change"),
    EvidenceKind.CONTRIBUTION_PROOF: lazy("Proof of contributed capital"),
    EvidenceKind.PAYMENT_PROOF: lazy("Proof of payment"),
    EvidenceKind.FIRST_PERFORMANCE: lazy("Proof of first performance"),
    EvidenceKind.COUNTERPARTY_CONFIRMATION: lazy("Written confirmation by a party without an account here"),
    EvidenceKind.OTHER: lazy("Other document"),
}
MISSING: Mapping[str, Any] = {
    "two_parties": lazy("Two parties are named"),
    "agreed_value": lazy("The agreed value is stated"),
    "signing_date": lazy("The date of signing is stated"),
    "signing_date_past": lazy("The date of signing is not in the future"),
    "signing_evidence": lazy("The signed agreement or a notice of signing is filed"),
    "can_complete": lazy("The deal is of a type that can be completed; a memorandum cannot"),
    "closing_date": lazy("The date of completion is stated"),
    "closing_date_past": lazy("The date of completion is not in the future"),
    "closing_after_signing": lazy("Completion does not come before signing"),
    "completion_event": lazy("The completion event is that of the deal’s type"),
    "completion_evidence": lazy("Evidence of the completion event is filed"),
    "parties_complete": lazy("For each party it is known who controlled it at signing"),
    "two_kinds_of_evidence": lazy("At least two kinds of evidence are filed"),
    "files_clean": lazy("All files passed the check"),
    "both_confirmed": lazy("Every party confirmed the terms as they stand"),
    "no_dispute": lazy("No party disputes the terms"),
}
PURPOSES: Mapping[Purpose, Any] = {
    Purpose.VERIFY: lazy("Verify this deal"),
    Purpose.TELL_APART: lazy("Find that this deal differs from the similar ones"),
    Purpose.AMEND: lazy("Amend this deal"),
    Purpose.REVOKE: lazy("Revoke this deal"),
}
OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.CONFIRMED: lazy("Confirmed"),
    Outcome.REJECTED: lazy("Rejected"),
    Outcome.WITHDRAWN: lazy("Withdrawn"),
}
VERDICTS: Mapping[str, Any] = {
    "counted": lazy("Counted"),
    "not_counted": lazy("Not counted"),
    "pending_rate": lazy("Waits for the exchange rate"),
    "review": lazy("To be reviewed"),
    "revoked": lazy("Revoked"),
}
CONDITIONS: Mapping[str, Any] = {
    "verified": lazy("Verified by two officers"),
    "type": lazy("Type that counts"),
    "vietnamese_party": lazy("Vietnamese digital technology enterprise at signing"),
    "international_party": lazy("International party at signing"),
    "completed": lazy("Successfully carried out"),
    "in_period": lazy("Completed within the period"),
    "value": lazy("At least 1,000,000 US dollars"),
    "once": lazy("Counted only once"),
}
REASONS: Mapping[str, Any] = {
    "two_officers": lazy("Two officers of different units agreed"),
    "not_verified": lazy("Not yet verified"),
    "type_counts": lazy("Merger or acquisition, joint venture or strategic co-operation"),
    "type_does_not_count": lazy("This type of deal does not count"),
    "stake_too_small": lazy("The share of votes is too small for an acquisition"),
    "vietnamese_yes": lazy("One party is a digital technology enterprise under Vietnamese control"),
    "vietnamese_no": lazy("No party is a digital technology enterprise under Vietnamese control"),
    "vietnamese_unknown": lazy("It is not known who controlled the enterprise"),
    "international_yes": lazy("One party is controlled abroad, outside the enterprise’s own group"),
    "international_no": lazy("No party is controlled abroad, outside the enterprise’s own group"),
    "international_unknown": lazy("It is not known who controlled the partner"),
    "completed": lazy("The completion event of the type took place"),
    "not_completed": lazy("The completion event has not taken place"),
    "other_event": lazy("The completion event belongs to another type"),
    "completed_before_signing": lazy("Completion lies before signing"),
    "in_period": lazy("The date of completion lies within the period"),
    "before_period": lazy("Completed before the period began"),
    "after_period": lazy("Completed after the period ended"),
    "large_enough": lazy("The exact value reaches the threshold"),
    "too_small": lazy("The exact value is below the threshold"),
    "no_value": lazy("No agreed value"),
    "rate_missing": lazy("No official rate is recorded for the date of signing"),
    "counted_once": lazy("No other counted deal is the same or similar"),
    "already_counted": lazy("The same deal was counted before"),
    "perhaps_counted": lazy("A similar deal was counted: officers must look"),
}
REFUSALS: Mapping[str, Any] = {
    "deals.same_organisation": lazy("This mandate is your own. Choose another party."),
    "deals.profile_first": lazy(
        "Publish your organisation’s profile first: what the other side sees of you comes from it."
    ),
    "deals.already_asked": lazy("You have asked already. The other side has 30 days to answer."),
    "deals.cooling_off": lazy("Your last request ended less than 90 days ago. You can ask again after that time."),
    "deals.too_many_open_requests": lazy(
        "Too many of your requests wait for an answer. Withdraw some, or wait for answers."
    ),
    "deals.introduction_already_answered": lazy(
        "This introduction has moved on. Look at its state now; nothing was changed."
    ),
    "deals.move_not_possible": lazy("The deal has moved on, and this step is no longer possible. Nothing was changed."),
    "deals.not_ready": lazy("Something is still missing for this step. Nothing was changed."),
    "deals.reason_missing": lazy("Give a reason. Nothing was changed."),
    "deals.declare_own_only": lazy("An enterprise declares only deals to which it is a party."),
    "deals.declared_starts_at_signed": lazy("A declared deal begins as signed and cannot go further back."),
    "deals.proposal_open": lazy("A proposal on this deal waits for a decision. It has to be decided first."),
    "deals.proposal_decided": lazy("This proposal has been decided already. Nothing was changed."),
    "deals.terms_changed": lazy("The terms changed while you were reading. Look at them again before you answer."),
    "deals.changed_since_proposal": lazy(
        "Terms or evidence changed after the proposal. Reject it, so that it can be made anew."
    ),
    "deals.same_person": lazy("You proposed this yourself. A different officer of another unit has to decide."),
    "deals.same_unit": lazy("You and the proposer share a unit. An officer of another unit has to decide."),
    "deals.declared_it": lazy("You or your unit declared this deal. Officers of other units have to check it."),
    "deals.belongs_to_party": lazy(
        "You belong to a party of this deal, or did while it was made. Officers without a part in it have to check it."
    ),
    "deals.worked_on_it": lazy(
        "You worked on this deal for a party or for the body that declared it. Other officers have to check it."
    ),
    "deals.proposer_involved": lazy(
        "The officer who proposed this has a part in the deal. Reject it, so that another officer can propose it."
    ),
    "deals.officer_without_unit": lazy("You belong to no unit, so you cannot check deals. Ask an administrator."),
    "deals.no_twins": lazy("The last decision named no similar deal."),
}
