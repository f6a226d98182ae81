"""What officers work on: the queue, proposals, and the hands that touched them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from marketplace.deals.models import Deal, Engagement, Evidence, PartyConfirmation, Proposal, ProposalDecision
from marketplace.deals.policies import is_officer
from marketplace.deals.queries.deals import deals_seen_by, moves_of, parties_of
from marketplace.deals.rules.stages import MAKERS, By, Move, Stage
from marketplace.deals.rules.verification import Hand, Interests, Outcome, Purpose
from marketplace.foundation.actor import Actor, NotFound, Power
from marketplace.foundation.database import db, locked
from marketplace.foundation.journal import Fact
from marketplace.organisations.facts import MemberRemoved
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


def hand_on(row: Deal, person_id: str, unit_id: str | None) -> Hand:
    """A person with the unit it acted for, and all it belongs to now or belonged to since the two parties met."""
    now_in = db.session.execute(
        select(Membership.organisation_id, Membership.unit_id).where(Membership.person_id == person_id)
    ).all()
    units = {unit for _, unit in now_in if unit} | ({unit_id} if unit_id else set())
    organisations = {organisation_id for organisation_id, _ in now_in}
    return Hand(person_id, frozenset(units), frozenset(organisations) | _left_since(person_id, _began(row)))


def _began(row: Deal) -> datetime:
    """When the two parties met here, else when the deal was recorded."""
    met = db.session.get(Engagement, row.engagement_id) if row.engagement_id else None
    return met.created_at if met is not None else row.created_at


def _left_since(person_id: str, moment: datetime) -> frozenset[str]:
    """The organisations that a person has left since a moment."""
    left = select(Fact.values).where(
        Fact.name == MemberRemoved.NAME,
        Fact.happened_at >= moment,
        Fact.values["member_id"].as_string() == person_id,
    )
    return frozenset(values["organisation_id"] for values in db.session.scalars(left))


def interests_in(row: Deal) -> Interests:
    """Who has a part in a deal, and so does not check it. Documents that were taken back count too."""
    filed = db.session.scalars(select(Evidence.person_id).where(Evidence.deal_id == row.id))
    answered = db.session.scalars(select(PartyConfirmation.person_id).where(PartyConfirmation.deal_id == row.id))
    moved = (
        move.person_id
        for move in moves_of(row.id)
        if move.person_id and MAKERS[Stage(move.from_state), Move(move.move)] in {By.PARTY, By.DECLARER}
    )
    return Interests(
        recorder=hand_on(row, row.recorded_by_person_id, row.recorded_by_unit_id),
        organisations=frozenset(party.organisation_id for party in parties_of(row.id) if party.organisation_id),
        people=frozenset({*filed, *answered, *moved}),
    )


def proposer_of(proposal_id: str) -> str:
    """Who made a proposal: for telling that person."""
    return db.session.get_one(Proposal, proposal_id).person_id


def people_of_deal(deal_id: str, but_organisation_id: str | None) -> list[str]:
    """The persons of the deal's parties who can be told something, except those of one organisation."""
    found = [party.organisation_id for party in parties_of(deal_id) if party.organisation_id]
    others = [organisation_id for organisation_id in found if organisation_id != but_organisation_id]
    return [reader.person_id for organisation_id in others for reader in members_to_notify(organisation_id)]
