"""Who may do what to introductions and deals: plain questions about an actor and a thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from marketplace.deals.models import Deal, DealParty, Engagement, Proposal
from marketplace.deals.rules import engagement as introductions
from marketplace.deals.rules.engagement import Side, State
from marketplace.deals.rules.stages import EDITABLE, MAKERS, SEEN_BY_OFFICERS, By, Move, Stage
from marketplace.deals.rules.verification import STAGES_FOR, Purpose
from marketplace.foundation.actor import SYSTEM, Actor, Power

DECLARING_KINDS = frozenset({"enterprise", "ministry_unit", "province", "overseas_office"})
OFFICER_POWERS = frozenset({Power.PROPOSE, Power.CONFIRM, Power.AUDIT})


def side_of(actor: Actor, engagement: Engagement) -> Side | None:
    """The side that the actor acts for."""
    if actor.acts_for(engagement.owner_organisation_id):
        return Side.OWNER
    if actor.acts_for(engagement.counterparty_organisation_id):
        return Side.COUNTERPARTY
    return None


def can_ask(actor: Actor, owner_organisation_id: str, counterparty_organisation_id: str) -> bool:
    """Somebody who may write for one of the two sides."""
    sides = {owner_organisation_id, counterparty_organisation_id}
    return actor.can_edit and actor.organisation_id in sides


def can_move_introduction(actor: Actor, engagement: Engagement, move: introductions.Move) -> bool:
    """The side whose turn it is, by somebody who may write for it; time's own moves by the system."""
    if actor is SYSTEM:
        return introductions.may_move(State(engagement.state), move, None)
    side = side_of(actor, engagement)
    if side is None or not actor.can_edit:
        return False
    return introductions.may_move(State(engagement.state), move, side)


def can_declare(actor: Actor) -> bool:
    """Enterprises about themselves; ministry, provinces and offices abroad about others."""
    if actor.organisation_kind not in DECLARING_KINDS:
        return False
    return actor.can_edit or actor.is_staff


def is_party(actor: Actor, parties: Iterable[DealParty]) -> bool:
    """Acts for one of the deal's parties."""
    return any(actor.acts_for(party.organisation_id) for party in parties)


def is_officer(actor: Actor) -> bool:
    """Holds a power over deals in verification."""
    return bool(actor.powers & OFFICER_POWERS)


def can_keep_deal(actor: Actor, deal: Deal, parties: Collection[DealParty]) -> bool:
    """A party or the body that declared the deal, by somebody who may write for it."""
    if not (actor.can_edit or actor.is_staff):
        return False
    return actor.acts_for(deal.recorded_by_organisation_id) or is_party(actor, parties)


def can_change_deal(actor: Actor, deal: Deal, parties: Collection[DealParty]) -> bool:
    """Terms and evidence change until the deal goes to verification."""
    return Stage(deal.stage) in EDITABLE and can_keep_deal(actor, deal, parties)


def can_move_deal(actor: Actor, deal: Deal, parties: Collection[DealParty], move: Move) -> bool:
    """Whether the table gives this move to this actor; moves of two officers and of the rule are nobody's alone."""
    by = MAKERS.get((Stage(deal.stage), move))
    if by is By.PARTY:
        return can_keep_deal(actor, deal, parties)
    if by is By.OFFICER:
        return can_verify(actor, deal)
    if by is By.PARTY_OR_OFFICER:
        return can_keep_deal(actor, deal, parties) or can_verify(actor, deal)
    return False


def can_answer_terms(actor: Actor, deal: Deal, party: DealParty) -> bool:
    """A party says whether the terms are right, from signing until the officers have decided."""
    stages = {Stage.SIGNED, Stage.CLOSED, Stage.VERIFICATION}
    return actor.can_edit and actor.acts_for(party.organisation_id) and Stage(deal.stage) in stages


def can_verify(actor: Actor, deal: Deal) -> bool:
    """An officer with a unit, on a deal that was submitted."""
    powers = {Power.PROPOSE, Power.CONFIRM}
    return bool(actor.powers & powers) and actor.unit_id is not None and Stage(deal.stage) in SEEN_BY_OFFICERS


def can_propose(actor: Actor, deal: Deal, purpose: Purpose) -> bool:
    """An officer who may propose, at a stage that knows the purpose."""
    return actor.has(Power.PROPOSE) and actor.unit_id is not None and Stage(deal.stage) in STAGES_FOR[purpose]


def can_decide(actor: Actor) -> bool:
    """An officer who may confirm; that it is another person of another unit is checked against the proposal."""
    return actor.has(Power.CONFIRM) and actor.unit_id is not None


def can_withdraw_proposal(actor: Actor, proposal: Proposal) -> bool:
    """The person who made it."""
    return bool(proposal.live) and actor.person_id == proposal.person_id
