"""What officers work on: the queue, proposals, and the hands that touched them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from marketplace.deals.models import Deal, Proposal, ProposalDecision
from marketplace.deals.policies import is_officer
from marketplace.deals.queries.deals import deals_seen_by, parties_of
from marketplace.deals.rules.stages import Stage
from marketplace.deals.rules.verification import Hand, Outcome, Purpose
from marketplace.foundation.actor import Actor, NotFound, Power
from marketplace.foundation.database import db, locked
from marketplace.organisations.models import Membership, Organisation, Unit
from marketplace.organisations.queries import members_to_notify
from marketplace.organisations.rules import powers_held


def proposals_seen_by(actor: Actor) -> Select[Proposal]:
    """Proposals on deals that an officer may see."""
    if not is_officer(actor):
        raise NotFound
    return select(Proposal).where(Proposal.deal_id.in_(deals_seen_by(actor).with_only_columns(Deal.id)))


def live_proposal(deal_id: str) -> Proposal | None:
    """The proposal that waits for a decision, if there is one."""
    statement = select(Proposal).where(Proposal.deal_id == deal_id, Proposal.live.is_(True))
    return db.session.scalars(statement).one_or_none()


def proposal(actor: Actor, proposal_id: str) -> Proposal:
    """One proposal; NotFound for anybody but officers."""
    return _one(proposals_seen_by(actor).where(Proposal.id == proposal_id))


def locked_proposal(actor: Actor, proposal_id: str) -> Proposal:
    """The same, held until the transaction ends."""
    return _one(locked(proposals_seen_by(actor).where(Proposal.id == proposal_id)))


def _one(statement: Select[Proposal]) -> Proposal:
    row = db.session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound
    return row


def proposals_of(deal_id: str) -> Sequence[tuple[Proposal, ProposalDecision | None]]:
    """Every proposal on a deal with its decision, oldest first."""
    statement = (
        select(Proposal, ProposalDecision)
        .outerjoin(ProposalDecision, ProposalDecision.proposal_id == Proposal.id)
        .where(Proposal.deal_id == deal_id)
        .order_by(Proposal.made_at, Proposal.id)
    )
    return [(made, decided) for made, decided in db.session.execute(statement)]


def told_apart(deal_id: str) -> frozenset[str]:
    """Deals that two officers found to be different from this one."""
    found: set[str] = set()
    for made, decided in proposals_of(deal_id):
        if made.purpose == Purpose.TELL_APART and decided is not None and decided.outcome == Outcome.CONFIRMED:
            found.update(made.changes["others"])
    return frozenset(found)


def queue(actor: Actor) -> Sequence[tuple[Deal, Proposal | None]]:
    """Deals that wait for an officer, longest first: to be verified, to be reviewed, or with a live proposal."""
    waiting = (Stage.VERIFICATION, Stage.VERIFIED, Stage.AMENDED, Stage.COUNTED)
    statement = (
        select(Deal, Proposal)
        .outerjoin(Proposal, (Proposal.deal_id == Deal.id) & Proposal.live.is_(True))
        .where(Deal.id.in_(deals_seen_by(actor).with_only_columns(Deal.id)), Deal.stage.in_(waiting))
        .where((Deal.stage == Stage.VERIFICATION) | Proposal.id.is_not(None))
        .order_by(Deal.stage_since, Deal.id)
    )
    return [(row, made) for row, made in db.session.execute(statement)]


def officers_with(power: Power) -> dict[str, str]:
    """Persons who hold a power in a staff unit now, each with its unit."""
    statement = (
        select(Membership.person_id, Membership.powers, Unit.id, Unit.powers, Organisation.kind)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .order_by(Membership.person_id)
    )
    return {
        person_id: unit_id
        for person_id, own, unit_id, units, kind in db.session.execute(statement)
        if power in powers_held(own, units, kind)
    }


def hand_of(person_id: str, unit_id: str | None) -> Hand:
    """A person with the unit it acted for and every unit it belongs to now."""
    now_in = db.session.scalars(
        select(Membership.unit_id).where(Membership.person_id == person_id, Membership.unit_id.is_not(None))
    )
    units = {unit for unit in now_in if unit} | ({unit_id} if unit_id else set())
    return Hand(person_id, frozenset(units))


def proposer_of(proposal_id: str) -> str:
    """Who made a proposal: for telling that person."""
    return db.session.get_one(Proposal, proposal_id).person_id


def people_of_deal(deal_id: str, but_organisation_id: str | None) -> list[str]:
    """The persons of the deal's parties who can be told something, except those of one organisation."""
    found = [party.organisation_id for party in parties_of(deal_id) if party.organisation_id]
    others = [organisation_id for organisation_id in found if organisation_id != but_organisation_id]
    return [reader.person_id for organisation_id in others for reader in members_to_notify(organisation_id)]
