"""One officer proposes, another of another unit decides; then the count rule speaks."""

from __future__ import annotations

from marketplace.deals import policies
from marketplace.deals.content import Amendment
from marketplace.deals.facts import ProposalDecided, ProposalMade
from marketplace.deals.models import Deal, Proposal, ProposalDecision
from marketplace.deals.queries import counting as count_queries
from marketplace.deals.queries import deals as deal_queries
from marketplace.deals.queries import readiness
from marketplace.deals.queries import verification as queries
from marketplace.deals.rules.guards import missing
from marketplace.deals.rules.stages import Move, Stage
from marketplace.deals.rules.verification import STAGES_FOR, Outcome, Purpose, involvement, objections
from marketplace.deals.services import counting
from marketplace.deals.services.ledger import write_move
from marketplace.foundation.actor import Actor, Refused, allow
from marketplace.foundation.database import Json, db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.foundation.upsert import insert_new
from marketplace.foundation.versions import touch


def propose(actor: Actor, deal_id: str, purpose: Purpose, reason: str, once: str) -> str:
    """Propose to verify, to tell a deal apart from others, or to revoke it; gives the proposal's id."""
    return _propose(actor, deal_id, purpose, reason, once)


def propose_amendment(actor: Actor, deal_id: str, amendment: Amendment, reason: str, once: str) -> str:
    """Propose corrected terms of a counted deal; gives the proposal's id."""
    changes: Json = {
        "agreed_minor": amendment.agreed_minor,
        "currency": amendment.currency,
        "signed_on": amendment.signed_on.isoformat(),
        "completed_on": amendment.completed_on.isoformat(),
    }
    return _propose(actor, deal_id, Purpose.AMEND, reason, once, changes)


def _propose(actor: Actor, deal_id: str, purpose: Purpose, reason: str, once: str, changes: Json | None = None) -> str:
    with transaction():
        deal = deal_queries.locked_deal(actor, deal_id)
        proposal_id = new_id()
        claim(once, "deals.propose", proposal_id)
        _expect_officer(actor, deal, purpose)
        file = deal_queries.file_of(deal)
        _expect_ready(file, purpose)
        if queries.live_proposal(deal_id) is not None:
            raise Refused("deals.proposal_open")
        if not reason.strip():
            raise Refused("deals.reason_missing")
        made = Proposal(
            id=proposal_id,
            deal_id=deal_id,
            audience_id=deal.audience_id,
            purpose=purpose.value,
            reason=reason,
            changes=changes or _others_of(deal_id, purpose),
            content_hash=readiness.hash_of_case(file),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            unit_id=actor.unit_id,
        )
        db.session.add(made)
        touch(deal)
        db.session.flush()
        record(ProposalMade(deal_id, proposal_id, purpose.value, made.unit_id))
        return proposal_id


def _expect_officer(actor: Actor, deal: Deal, purpose: Purpose) -> None:
    if policies.is_officer(actor) and actor.unit_id is None:
        raise Refused("deals.officer_without_unit")
    if Stage(deal.stage) not in STAGES_FOR[purpose]:
        raise Refused("deals.move_not_possible")
    allow(policies.can_propose(actor, deal, purpose))
    _expect_uninvolved(actor, deal)


def _expect_uninvolved(actor: Actor, deal: Deal) -> None:
    found = involvement(queries.hand_on(deal, actor.person_id or "", actor.unit_id), queries.interests_in(deal))
    if found:
        raise Refused(f"deals.{found[0]}")


def _expect_ready(file: deal_queries.DealFile, purpose: Purpose) -> None:
    if purpose is not Purpose.VERIFY:
        return
    lacking = missing(readiness.facts_of(file), Move.VERIFY)
    if lacking:
        raise Refused("deals.not_ready", codes=lacking)


def _others_of(deal_id: str, purpose: Purpose) -> Json:
    """The deals from which this one is to be told apart: those that its last decision named."""
    if purpose is not Purpose.TELL_APART:
        return {}
    last = count_queries.last_decision(deal_id)
    if last is None or not last.inputs.get("twins"):
        raise Refused("deals.no_twins")
    return {"others": last.inputs["twins"]}


def confirm_proposal(actor: Actor, proposal_id: str) -> str:
    """Agree with a proposal: it takes effect, and the count rule decides; gives the deal's id."""
    with transaction():
        made, deal = _held(actor, proposal_id)
        _expect_second_officer(actor, made, deal)
        _expect_uninvolved_proposer(made, deal)
        file = deal_queries.file_of(deal)
        _expect_ready(file, Purpose(made.purpose))
        if readiness.hash_of_case(file) != made.content_hash:
            raise Refused("deals.changed_since_proposal")
        _decide(actor, made, Outcome.CONFIRMED, None)
        _apply(actor, deal, made)
        return deal.id


def reject_proposal(actor: Actor, proposal_id: str, reason: str) -> str:
    """Disagree with a proposal, with a reason; gives the deal's id."""
    with transaction():
        made, deal = _held(actor, proposal_id)
        _expect_second_officer(actor, made, deal)
        if not reason.strip():
            raise Refused("deals.reason_missing")
        _decide(actor, made, Outcome.REJECTED, reason)
        touch(deal)
        return deal.id


def withdraw_proposal(actor: Actor, proposal_id: str) -> str:
    """Take one's own proposal back; gives the deal's id."""
    with transaction():
        made, deal = _held(actor, proposal_id)
        allow(policies.can_withdraw_proposal(actor, made))
        _decide(actor, made, Outcome.WITHDRAWN, None)
        touch(deal)
        return deal.id


def _held(actor: Actor, proposal_id: str) -> tuple[Proposal, Deal]:
    """The proposal and its deal, the deal locked first as everywhere."""
    deal = deal_queries.locked_deal(actor, queries.proposal(actor, proposal_id).deal_id)
    made = queries.locked_proposal(actor, proposal_id)
    if not made.live:
        raise Refused("deals.proposal_decided")
    return made, deal


def _expect_second_officer(actor: Actor, made: Proposal, deal: Deal) -> None:
    if policies.is_officer(actor) and actor.unit_id is None:
        raise Refused("deals.officer_without_unit")
    allow(policies.can_decide(actor))
    second = queries.hand_on(deal, actor.person_id or "", actor.unit_id)
    first = queries.hand_on(deal, made.person_id, made.unit_id)
    found = objections(second, first, queries.interests_in(deal))
    if found:
        raise Refused(f"deals.{found[0]}")


def _expect_uninvolved_proposer(made: Proposal, deal: Deal) -> None:
    """A proposer who came to have a part in the deal does not help to verify it; the proposal can be rejected."""
    if involvement(queries.hand_on(deal, made.person_id, made.unit_id), queries.interests_in(deal)):
        raise Refused("deals.proposer_involved")


def _decide(actor: Actor, made: Proposal, outcome: Outcome, reason: str | None) -> None:
    values = {
        "proposal_id": made.id,
        "deal_id": made.deal_id,
        "audience_id": made.audience_id,
        "outcome": outcome.value,
        "reason": reason,
        "person_id": actor.person_id,
        "organisation_id": actor.organisation_id,
        "unit_id": actor.unit_id,
    }
    if not insert_new(db.session(), ProposalDecision, values):
        raise Refused("deals.proposal_decided")
    made.live = None
    db.session.flush()
    record(ProposalDecided(made.deal_id, made.id, made.purpose, outcome.value, actor.unit_id or ""))


def _apply(actor: Actor, deal: Deal, made: Proposal) -> None:
    match Purpose(made.purpose):
        case Purpose.VERIFY:
            write_move(actor, deal, Move.VERIFY)
            counting.count(deal, made.id)
        case Purpose.TELL_APART:
            counting.count(deal, made.id)
        case Purpose.AMEND:
            write_move(actor, deal, Move.AMEND, made.reason)
            counting.amend(deal, made)
        case Purpose.REVOKE:
            write_move(actor, deal, Move.REVOKE, made.reason)
            counting.revoke(deal, made)
