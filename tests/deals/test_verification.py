"""Two officers, the count rule, and corrections: nobody alone makes a deal count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from marketplace.deals.content import Amendment, DeclaredParty
from marketplace.deals.models import CountDecision, CountedPlace, Deal, Evidence, Proposal, ProposalDecision
from marketplace.deals.queries import counting as count_queries
from marketplace.deals.queries import verification as queries
from marketplace.deals.rules.guards import EvidenceKind
from marketplace.deals.rules.stages import Move, Stage, Tier
from marketplace.deals.rules.verification import Purpose
from marketplace.deals.services import counting, recording, verification
from marketplace.deals.services.parties import standing_of
from marketplace.foundation.actor import SYSTEM, Actor, NotAllowed, NotFound, Power, Refused, acting_as
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.money import Money
from marketplace.reference.services import load_rates
from tests.factories.deals import (
    SIGNED,
    TERMS,
    Officers,
    Pair,
    a_closed_deal,
    a_declaration,
    a_pair,
    a_proposal,
    a_submitted_deal,
    a_verified_deal,
    an_introduction,
    confirm,
    confirm_terms,
    file_documents,
    move,
    officers,
)
from tests.factories.organisations import a_ministry_unit, a_staff_actor, a_stranger, an_actor, an_enterprise
from tests.factories.reference import a_rate

pytestmark = pytest.mark.usefixtures("database")


def stage_of(deal_id: str) -> Stage:
    db.session.rollback()
    return Stage(db.session.get_one(Deal, deal_id).stage)


def verdicts_of(deal_id: str) -> list[str]:
    return [kept.verdict for kept in count_queries.decisions_of(deal_id)]


def another_deal(pair: Pair, days: int) -> str:
    """A second deal of the same two parties, declared by the enterprise and submitted."""
    home = DeclaredParty(standing_of(pair.enterprise.id), pair.enterprise.id)
    foreign = DeclaredParty(standing_of(pair.investor.id), pair.investor.id)
    made = a_declaration(home, signed_on=SIGNED + timedelta(days=days))
    with acting_as(pair.owner):
        deal_id = recording.declare_deal(pair.owner, replace(made, parties=(home, foreign)), new_id())
    file_documents(pair.owner, deal_id, [EvidenceKind.SIGNED_AGREEMENT, EvidenceKind.OWNERSHIP_REGISTER])
    confirm_terms(deal_id, *pair.both)
    move(pair.owner, deal_id, Move.SUBMIT)
    return deal_id


def verified_by(both: Officers, deal_id: str) -> str:
    confirm(a_proposal(deal_id, both.proposer), both.confirmer)
    return deal_id


def test_two_officers_of_two_units_make_a_deal_count() -> None:
    deal_id = a_verified_deal(a_pair(), officers())
    (decision,) = count_queries.decisions_of(deal_id)
    assert stage_of(deal_id) is Stage.COUNTED
    assert (decision.verdict, decision.usd, decision.rate) == ("counted", "1500000.00", "1")
    assert {each["answer"] for each in decision.conditions} == {"yes"}
    assert decision.inputs["terms"]["parties"][0]["control_country"] == "VN"
    assert db.session.get(CountedPlace, deal_id) is not None


def test_a_deal_below_the_threshold_is_verified_and_not_counted() -> None:
    deal_id = a_verified_deal(a_pair(), officers(), replace(TERMS, agreed=Money(99_999_999, "USD")))
    assert stage_of(deal_id) is Stage.VERIFIED
    assert verdicts_of(deal_id) == ["not_counted"]


def test_the_proposer_does_not_confirm() -> None:
    unit = a_ministry_unit()
    alone = a_staff_actor(unit, (Power.PROPOSE, Power.CONFIRM))
    proposal_id = a_proposal(a_submitted_deal(a_pair()), alone)
    with pytest.raises(Refused, match=r"deals\.same_person"):
        confirm(proposal_id, alone)


def test_a_colleague_of_the_same_unit_does_not_confirm() -> None:
    unit = a_ministry_unit()
    proposer, colleague = a_staff_actor(unit, (Power.PROPOSE,)), a_staff_actor(unit, (Power.CONFIRM,))
    proposal_id = a_proposal(a_submitted_deal(a_pair()), proposer)
    with pytest.raises(Refused, match=r"deals\.same_unit"):
        confirm(proposal_id, colleague)


def test_the_same_person_in_a_second_unit_does_not_confirm() -> None:
    both = officers()
    proposal_id = a_proposal(a_submitted_deal(a_pair()), both.proposer)
    moved = replace(both.confirmer, person_id=both.proposer.person_id)
    with pytest.raises(Refused, match=r"deals\.same_person"):
        confirm(proposal_id, moved)


def test_a_second_membership_in_the_proposers_unit_is_found() -> None:
    both = officers()
    proposal_id = a_proposal(a_submitted_deal(a_pair()), both.proposer)
    with transaction() as session:
        session.execute(
            text("UPDATE organisations_membership SET unit_id = :unit WHERE person_id = :person"),
            {"unit": both.proposer.unit_id, "person": both.confirmer.person_id},
        )
    with pytest.raises(Refused, match=r"deals\.same_unit"):
        confirm(proposal_id, both.confirmer)


def test_who_declared_a_deal_does_not_check_it() -> None:
    unit, enterprise = a_ministry_unit(), an_enterprise()
    declarer = a_staff_actor(unit, (Power.PROPOSE, Power.CONFIRM))
    owner = an_actor(enterprise)
    home = DeclaredParty(replace(standing_of(enterprise.id), control_country="VN"), enterprise.id)
    with acting_as(declarer):
        deal_id = recording.declare_deal(declarer, a_declaration(home), new_id())
    kinds = (EvidenceKind.SIGNED_AGREEMENT, EvidenceKind.REGISTRY_CHANGE, EvidenceKind.COUNTERPARTY_CONFIRMATION)
    file_documents(declarer, deal_id, kinds)
    confirm_terms(deal_id, owner)
    move(declarer, deal_id, Move.SUBMIT)
    colleague = a_staff_actor(unit, (Power.PROPOSE, Power.CONFIRM))
    for officer in (declarer, colleague):
        with pytest.raises(Refused, match=r"deals\.declared_it"):
            a_proposal(deal_id, officer)
    proposal_id = a_proposal(deal_id, officers().proposer)
    with pytest.raises(Refused, match=r"deals\.declared_it"):
        confirm(proposal_id, colleague)


def test_powers_are_needed_for_each_half() -> None:
    both, deal_id = officers(), a_submitted_deal(a_pair())
    with pytest.raises(NotAllowed):
        a_proposal(deal_id, both.confirmer)
    proposal_id = a_proposal(deal_id, both.proposer)
    with pytest.raises(NotAllowed):
        confirm(proposal_id, a_staff_actor(a_ministry_unit(), (Power.PROPOSE,)))
    with pytest.raises(NotAllowed):
        confirm(proposal_id, a_staff_actor(a_ministry_unit(), (Power.AUDIT,)))


def test_an_officer_without_a_unit_is_told_so() -> None:
    both, deal_id = officers(), a_submitted_deal(a_pair())
    with pytest.raises(Refused, match=r"deals\.officer_without_unit"):
        a_proposal(deal_id, replace(both.proposer, unit_id=None))


def test_parties_and_strangers_find_no_proposal() -> None:
    pair, both = a_pair(), officers()
    proposal_id = a_proposal(a_submitted_deal(pair), both.proposer)
    for actor in (*pair.both, a_stranger()):
        with pytest.raises(NotFound):
            queries.proposal(actor, proposal_id)
        with pytest.raises(NotFound):
            confirm(proposal_id, actor)


def test_one_proposal_lives_at_a_time_also_in_the_database() -> None:
    both, deal_id = officers(), a_submitted_deal(a_pair())
    first = a_proposal(deal_id, both.proposer)
    with pytest.raises(Refused, match=r"deals\.proposal_open"):
        a_proposal(deal_id, both.proposer)
    held = db.session.get_one(Proposal, first)
    copied = {column.key: getattr(held, column.key) for column in Proposal.__table__.columns}
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(Proposal(**{**copied, "id": new_id()}))


def test_a_rejected_proposal_leaves_the_deal_in_verification() -> None:
    both, deal_id = officers(), a_submitted_deal(a_pair())
    proposal_id = a_proposal(deal_id, both.proposer)
    with acting_as(both.confirmer):
        verification.reject_proposal(both.confirmer, proposal_id, "Demo: the register is missing a page")
    assert stage_of(deal_id) is Stage.VERIFICATION
    with pytest.raises(Refused, match=r"deals\.proposal_decided"):
        confirm(proposal_id, both.confirmer)
    confirm(a_proposal(deal_id, both.proposer), both.confirmer)
    assert stage_of(deal_id) is Stage.COUNTED


def test_only_its_maker_takes_a_proposal_back() -> None:
    both, deal_id = officers(), a_submitted_deal(a_pair())
    proposal_id = a_proposal(deal_id, both.proposer)
    with acting_as(both.confirmer), pytest.raises(NotAllowed):
        verification.withdraw_proposal(both.confirmer, proposal_id)
    with acting_as(both.proposer):
        verification.withdraw_proposal(both.proposer, proposal_id)
    assert queries.live_proposal(deal_id) is None


def test_what_changed_after_the_proposal_is_not_confirmed() -> None:
    both, deal_id = officers(), a_submitted_deal(a_pair())
    proposal_id = a_proposal(deal_id, both.proposer)
    with transaction() as session:
        session.execute(update(Evidence).where(Evidence.deal_id == deal_id).values(sha256="0" * 64))
    with pytest.raises(Refused, match=r"deals\.changed_since_proposal"):
        confirm(proposal_id, both.confirmer)


def test_a_deal_with_an_open_proposal_does_not_step_back() -> None:
    pair, both = a_pair(), officers()
    deal_id = a_submitted_deal(pair)
    a_proposal(deal_id, both.proposer)
    with pytest.raises(Refused, match=r"deals\.proposal_open"):
        move(pair.owner, deal_id, Move.STEP_BACK)


def test_a_missing_rate_waits_and_a_recorded_one_counts() -> None:
    both = officers()
    terms = replace(TERMS, agreed=Money(150_000_000, "CHF"), currency="CHF")
    deal_id = a_verified_deal(a_pair(), both, terms)
    assert stage_of(deal_id) is Stage.VERIFIED
    assert counting.recount_pending() == 0
    a_rate("CHF", SIGNED, "1.25")
    assert counting.recount_pending() == 1
    assert verdicts_of(deal_id) == ["pending_rate", "counted"]
    last = count_queries.last_decision(deal_id)
    assert last is not None
    assert (last.usd, last.rate, last.rate_on) == ("1875000.0000", "1.25", SIGNED)


def test_a_later_rate_never_changes_the_past() -> None:
    both = officers()
    a_rate("CHF", SIGNED, "1.25")
    deal_id = a_verified_deal(a_pair(), both, replace(TERMS, agreed=Money(90_000_000, "CHF"), currency="CHF"))
    later = {"currency": "CHF", "date": SIGNED.isoformat(), "usd_per_unit": "0.5", "source": "Demo other bank"}
    load_rates(SYSTEM, [later])
    amended = amend(both, deal_id, 95_000_000, "CHF")
    assert stage_of(amended) is Stage.COUNTED
    last = count_queries.last_decision(deal_id)
    assert last is not None
    assert last.rate == "1.25"


def amend(both: Officers, deal_id: str, agreed_minor: int, currency: str = "USD") -> str:
    """Two officers correct the agreed value."""
    terms = Amendment(agreed_minor, currency, SIGNED, date(2026, 10, 1))
    with acting_as(both.proposer):
        proposal_id = verification.propose_amendment(both.proposer, deal_id, terms, "Demo: typing error", new_id())
    confirm(proposal_id, both.confirmer)
    return deal_id


def test_an_amendment_is_a_new_entry_and_the_rule_decides_anew() -> None:
    both = officers()
    deal_id = a_verified_deal(a_pair(), both)
    amend(both, deal_id, 50_000_000)
    assert stage_of(deal_id) is Stage.AMENDED
    first, second = count_queries.decisions_of(deal_id)
    assert (first.verdict, second.verdict, second.supersedes_id) == ("counted", "not_counted", first.id)
    assert first.inputs["terms"]["agreed_minor"] == 150_000_000
    assert db.session.get(CountedPlace, deal_id) is None
    amend(both, deal_id, 100_000_000)
    assert stage_of(deal_id) is Stage.COUNTED


def test_a_revoked_deal_leaves_the_count_with_a_reason() -> None:
    both = officers()
    deal_id = a_verified_deal(a_pair(), both)
    confirm(a_proposal(deal_id, both.proposer, Purpose.REVOKE), both.confirmer)
    assert stage_of(deal_id) is Stage.REVOKED
    assert count_queries.tier_counts() == {"introduced": 1, "signed": 0, "closed": 0, "verified": 0, "counted": 0}
    assert verdicts_of(deal_id) == ["counted", "revoked"]
    (correction,) = count_queries.corrections()
    assert correction.deal_id == deal_id


def test_nobody_revokes_alone_or_from_a_verified_deal() -> None:
    both = officers()
    deal_id = a_verified_deal(a_pair(), both, replace(TERMS, agreed=Money(1_00, "USD")))
    with pytest.raises(Refused, match=r"deals\.move_not_possible"):
        a_proposal(deal_id, both.proposer, Purpose.REVOKE)


def test_the_same_deal_declared_again_is_never_counted_twice() -> None:
    pair, both = a_pair(), officers()
    a_verified_deal(pair, both)
    twin = verified_by(both, another_deal(pair, days=0))
    assert stage_of(twin) is Stage.VERIFIED
    assert verdicts_of(twin) == ["not_counted"]
    assert count_queries.tier_counts()["counted"] == 1


def test_a_near_twin_goes_to_review_and_two_officers_tell_it_apart() -> None:
    pair, both = a_pair(), officers()
    a_verified_deal(pair, both)
    near = verified_by(both, another_deal(pair, days=20))
    assert verdicts_of(near) == ["review"]
    with acting_as(both.proposer):
        assert counting.recount(both.proposer, near) is None
    confirm(a_proposal(near, both.proposer, Purpose.TELL_APART), both.confirmer)
    assert verdicts_of(near) == ["review", "counted"]
    assert stage_of(near) is Stage.COUNTED


def test_without_a_twin_there_is_nothing_to_tell_apart() -> None:
    both = officers()
    deal_id = a_verified_deal(a_pair(), both, replace(TERMS, agreed=Money(1_00, "USD")))
    with pytest.raises(Refused, match=r"deals\.no_twins"):
        a_proposal(deal_id, both.proposer, Purpose.TELL_APART)


def test_an_unready_deal_is_not_proposed() -> None:
    pair, both = a_pair(), officers()
    deal_id = a_closed_deal(pair)
    with pytest.raises(NotFound):
        a_proposal(deal_id, both.proposer)


def test_the_queue_shows_the_longest_waiting_first_and_to_officers_only() -> None:
    first, second = a_submitted_deal(a_pair()), a_submitted_deal(a_pair())
    officer = officers().proposer
    assert [row.id for row, _made in queries.queue(officer)] == [first, second]
    an_introduction(a_pair())
    assert queries.queue(a_staff_actor(a_ministry_unit(), (Power.REVIEW,))) == []


def test_tier_lists_are_for_officers_and_sum_to_the_number() -> None:
    both = officers()
    a_verified_deal(a_pair(), both)
    a_submitted_deal(a_pair())
    numbers = count_queries.tier_counts()
    for tier in (Tier.SIGNED, Tier.CLOSED, Tier.VERIFIED, Tier.COUNTED):
        assert len(count_queries.deals_in_tier(both.proposer, tier)) == numbers[tier.value]
        with pytest.raises(NotFound):
            count_queries.deals_in_tier(a_stranger(), tier)
    assert len(count_queries.introductions_behind_the_number(both.proposer)) == numbers["introduced"]


@pytest.mark.parametrize("statement", ["UPDATE {} SET deal_id = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize(
    "table", ["deals_deal_move", "deals_count_decision", "deals_proposal_decision", "deals_party_confirmation"]
)
def test_the_ledgers_are_append_only(statement: str, table: str) -> None:
    a_verified_deal(a_pair(), officers())
    with pytest.raises(DBAPIError, match=r"append-only|permission denied"), transaction() as session:
        session.execute(text(statement.format(table)))


def test_a_decision_is_superseded_once() -> None:
    both = officers()
    deal_id = a_verified_deal(a_pair(), both)
    amend(both, deal_id, 100_000_000)
    second = count_queries.last_decision(deal_id)
    assert second is not None
    copied = {column.key: getattr(second, column.key) for column in CountDecision.__table__.columns}
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(CountDecision(**{**copied, "id": new_id(), "position": 9}))


def test_each_proposal_has_one_decision() -> None:
    deal_id = a_verified_deal(a_pair(), officers())
    (made,) = db.session.scalars(select(Proposal).where(Proposal.deal_id == deal_id))
    assert len(db.session.scalars(select(ProposalDecision).where(ProposalDecision.proposal_id == made.id)).all()) == 1


def test_a_person_is_known_by_every_unit_it_belongs_to() -> None:
    officer: Actor = officers().proposer
    row = db.session.get_one(Deal, a_submitted_deal(a_pair()))
    assert queries.hand_on(row, officer.person_id or "", None).units == frozenset({officer.unit_id})
