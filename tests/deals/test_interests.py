"""Nobody checks a deal in which it has a part: as a member of a party, as one who left, or as one who worked on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from marketplace.deals.models import Deal
from marketplace.deals.queries import deals as deal_queries
from marketplace.deals.queries.readiness import terms_hash
from marketplace.deals.rules.guards import EvidenceKind
from marketplace.deals.rules.stages import Move, Stage
from marketplace.deals.rules.verification import Hand, Interests, involvement
from marketplace.deals.services import progress, verification
from marketplace.foundation.actor import SYSTEM, Actor, Refused, Role, acting_as
from marketplace.foundation.database import db
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import membership_of
from marketplace.organisations.services import add_member, remove_member
from tests.factories.deals import (
    Officers,
    Pair,
    a_closed_deal,
    a_pair,
    a_proposal,
    a_submitted_deal,
    confirm,
    file_documents,
    move,
    officers,
)

pytestmark = pytest.mark.usefixtures("database")
Side = Callable[[Pair], Organisation]
SIDES: tuple[Side, ...] = (lambda pair: pair.enterprise, lambda pair: pair.investor)


def joins(officer: Actor, organisation: Organisation, role: Role = Role.ADMIN) -> None:
    add_member(SYSTEM, organisation.id, str(officer.person_id), role)


def leaves(officer: Actor, organisation: Organisation) -> None:
    membership = membership_of(str(officer.person_id), organisation.id)
    assert membership is not None
    colleague = Actor(person_id=officer.person_id, organisation_id=organisation.id, role=Role.ADMIN)
    with acting_as(colleague):
        remove_member(colleague, membership.id)


def acting_for(officer: Actor, organisation: Organisation) -> Actor:
    """The officer in its other capacity."""
    return Actor(
        person_id=officer.person_id,
        organisation_id=organisation.id,
        organisation_kind=organisation.kind,
        role=Role.ADMIN,
    )


def stage_of(deal_id: str) -> Stage:
    db.session.rollback()
    return Stage(db.session.get_one(Deal, deal_id).stage)


def is_refused_everything(both: Officers, deal_id: str, code: str) -> None:
    """Neither half is done by an officer with a part in the deal; others can still do both."""
    with pytest.raises(Refused, match=code):
        a_proposal(deal_id, both.proposer)
    proposal_id = a_proposal(deal_id, officers().proposer)
    with pytest.raises(Refused, match=code):
        confirm(proposal_id, both.confirmer)
    with acting_as(both.confirmer), pytest.raises(Refused, match=code):
        verification.reject_proposal(both.confirmer, proposal_id, "Demo")
    assert stage_of(deal_id) is Stage.VERIFICATION
    confirm(proposal_id, officers().confirmer)
    assert stage_of(deal_id) is Stage.COUNTED


@pytest.mark.parametrize("role", [Role.ADMIN, Role.VIEWER])
@pytest.mark.parametrize("side", SIDES)
def test_members_of_a_party_do_not_check_its_deal(side: Side, role: Role) -> None:
    pair, both = a_pair(), officers()
    for officer in (both.proposer, both.confirmer):
        joins(officer, side(pair), role)
    is_refused_everything(both, a_submitted_deal(pair), r"deals\.belongs_to_party")


@pytest.mark.parametrize("side", SIDES)
def test_who_left_a_party_since_the_two_met_does_not_check_the_deal(side: Side) -> None:
    pair, both = a_pair(), officers()
    for officer in (both.proposer, both.confirmer):
        joins(officer, side(pair))
    deal_id = a_submitted_deal(pair)
    for officer in (both.proposer, both.confirmer):
        leaves(officer, side(pair))
    is_refused_everything(both, deal_id, r"deals\.belongs_to_party")


def test_who_left_a_party_before_the_two_met_may_check_the_deal() -> None:
    pair, both = a_pair(), officers()
    joins(both.proposer, pair.enterprise)
    leaves(both.proposer, pair.enterprise)
    confirm(a_proposal(a_submitted_deal(pair), both.proposer), both.confirmer)


def test_who_filed_evidence_or_answered_the_terms_does_not_check_the_deal() -> None:
    pair, both = a_pair(), officers()
    deal_id = a_closed_deal(pair)
    filing = acting_for(both.proposer, pair.enterprise)
    file_documents(filing, deal_id, [EvidenceKind.PAYMENT_PROOF])
    document = deal_queries.evidence_of(deal_id)[-1]
    with acting_as(filing):
        progress.withdraw_evidence(filing, deal_id, document.id)
    answering = acting_for(both.confirmer, pair.investor)
    current = terms_hash(deal_queries.file_of(deal_queries.deal(answering, deal_id)))
    with acting_as(answering):
        progress.answer_terms(answering, deal_id, current, agrees=False)
        progress.answer_terms(answering, deal_id, current, agrees=True)
    move(pair.owner, deal_id, Move.SUBMIT)
    is_refused_everything(both, deal_id, r"deals\.worked_on_it")


def test_who_moved_the_deal_along_for_a_party_does_not_check_it() -> None:
    pair, both = a_pair(), officers()
    deal_id = a_closed_deal(pair)
    move(acting_for(both.proposer, pair.enterprise), deal_id, Move.SUBMIT)
    with pytest.raises(Refused, match=r"deals\.worked_on_it"):
        a_proposal(deal_id, both.proposer)


def test_an_officer_who_sent_a_deal_back_may_check_it_later() -> None:
    pair, both = a_pair(), officers()
    deal_id = a_submitted_deal(pair)
    move(both.proposer, deal_id, Move.STEP_BACK)
    move(pair.owner, deal_id, Move.SUBMIT)
    confirm(a_proposal(deal_id, both.proposer), both.confirmer)
    assert stage_of(deal_id) is Stage.COUNTED


def test_a_proposer_who_joins_a_party_later_spoils_the_proposal_which_can_be_rejected() -> None:
    pair, both = a_pair(), officers()
    proposal_id = a_proposal(a_submitted_deal(pair), both.proposer)
    joins(both.proposer, pair.investor)
    with pytest.raises(Refused, match=r"deals\.proposer_involved"):
        confirm(proposal_id, both.confirmer)
    with acting_as(both.confirmer):
        verification.reject_proposal(both.confirmer, proposal_id, "Demo: the proposer has a part in it")


def test_every_reason_is_named_at_once() -> None:
    recorder = Hand("r", frozenset({"unit"}))
    interests = Interests(recorder, frozenset({"party"}), frozenset({"p"}))
    everything = Hand("p", frozenset({"unit"}), frozenset({"party"}))
    assert involvement(everything, interests) == ("declared_it", "belongs_to_party", "worked_on_it")
    assert involvement(replace(recorder, units=frozenset()), interests) == ("declared_it",)
    assert involvement(Hand("x", frozenset({"other"}), frozenset({"ministry"})), interests) == ()
