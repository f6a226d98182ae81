"""Deals: recorded from an introduction or declared, moved with guards, with evidence and both sides' word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import IO

import pytest
from sqlalchemy import select, update

from marketplace.deals.content import DeclaredParty
from marketplace.deals.models import Deal, Engagement
from marketplace.deals.queries import deals as queries
from marketplace.deals.queries.counting import tier_counts, tier_numbers
from marketplace.deals.queries.readiness import terms_hash
from marketplace.deals.rules.guards import EvidenceKind
from marketplace.deals.rules.stages import MAKERS, By, Move, Stage
from marketplace.deals.services import progress, recording
from marketplace.deals.services.parties import standing_of
from marketplace.foundation.actor import NotAllowed, NotFound, Refused, Role, acting_as
from marketplace.foundation.clock import today
from marketplace.foundation.database import db, in_transaction, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.storage import LocalStore, StoredBytes
from marketplace.foundation.versions import Conflict
from tests.factories.deals import (
    FOREIGN,
    SIGNED,
    TERMS,
    a_closed_deal,
    a_deal,
    a_declaration,
    a_document,
    a_pair,
    a_submitted_deal,
    an_introduction,
    confirm_terms,
    file_documents,
    move,
)
from tests.factories.organisations import (
    a_ministry_unit,
    a_staff_actor,
    a_stranger,
    an_actor,
    an_enterprise,
    an_investor,
    an_organisation,
)

pytestmark = pytest.mark.usefixtures("database")


def stage_of(deal_id: str) -> Stage:
    db.session.rollback()
    return Stage(db.session.get_one(Deal, deal_id).stage)


def test_a_deal_recorded_here_takes_both_parties_as_they_stand() -> None:
    pair = a_pair()
    deal_id = a_deal(pair)
    parties = queries.parties_of(deal_id)
    assert [party.organisation_id for party in parties] == [pair.enterprise.id, pair.investor.id]
    assert [(party.control_country, party.is_dte) for party in parties] == [("VN", True), ("SG", False)]
    assert stage_of(deal_id) is Stage.RECORDED
    assert tier_counts() == {"introduced": 1, "signed": 0, "closed": 0, "verified": 0, "counted": 0}


def test_without_an_introduction_there_is_no_deal() -> None:
    pair = a_pair()
    engagement_id = an_introduction(pair)
    with acting_as(pair.owner):
        recording.record_deal(pair.owner, engagement_id, TERMS, new_id())
    with acting_as(pair.counterparty), pytest.raises(Refused, match="already_answered"):
        recording.record_deal(pair.counterparty, engagement_id, TERMS, new_id())


def test_signing_needs_value_date_and_evidence() -> None:
    pair = a_pair()
    deal_id = a_deal(pair, replace(TERMS, agreed=None, signed_on=None, completed_on=None))
    with pytest.raises(Refused) as refused:
        move(pair.owner, deal_id, Move.SIGN)
    assert refused.value.values["codes"] == ("agreed_value", "signing_date", "signing_evidence")
    assert stage_of(deal_id) is Stage.RECORDED


def test_changed_terms_have_to_be_confirmed_again() -> None:
    pair = a_pair()
    deal_id = a_closed_deal(pair)
    with acting_as(pair.owner):
        recording.change_terms(pair.owner, deal_id, replace(TERMS, direction="outbound"), None)
    with pytest.raises(Refused) as refused:
        move(pair.owner, deal_id, Move.SUBMIT)
    assert refused.value.values["codes"] == ("both_confirmed",)
    confirm_terms(deal_id, *pair.both)
    move(pair.owner, deal_id, Move.SUBMIT)
    assert stage_of(deal_id) is Stage.VERIFICATION


def test_a_party_that_disputes_stops_the_deal_until_it_agrees() -> None:
    pair = a_pair()
    deal_id = a_closed_deal(pair)
    current = terms_hash(queries.file_of(queries.deal(pair.owner, deal_id)))
    with acting_as(pair.counterparty):
        progress.answer_terms(pair.counterparty, deal_id, current, agrees=False)
    with pytest.raises(Refused) as refused:
        move(pair.owner, deal_id, Move.SUBMIT)
    assert refused.value.values["codes"] == ("both_confirmed", "no_dispute")
    confirm_terms(deal_id, pair.counterparty)
    move(pair.owner, deal_id, Move.SUBMIT)


def test_an_answer_to_other_terms_is_refused() -> None:
    pair = a_pair()
    deal_id = a_closed_deal(pair)
    with acting_as(pair.owner), pytest.raises(Refused, match=r"deals\.terms_changed"):
        progress.answer_terms(pair.owner, deal_id, "0" * 64, agrees=True)


def test_terms_and_evidence_are_fixed_in_verification() -> None:
    pair = a_pair()
    deal_id = a_submitted_deal(pair)
    with acting_as(pair.owner):
        with pytest.raises(NotAllowed):
            recording.change_terms(pair.owner, deal_id, TERMS, None)
        with pytest.raises(NotAllowed):
            progress.file_evidence(pair.owner, deal_id, EvidenceKind.OTHER, a_document(), new_id())
        with pytest.raises(NotAllowed):
            progress.withdraw_evidence(pair.owner, deal_id, queries.evidence_of(deal_id)[0].id)


def test_only_the_side_that_filed_a_document_takes_it_back() -> None:
    pair = a_pair()
    deal_id = a_deal(pair)
    file_documents(pair.owner, deal_id, [EvidenceKind.LETTER_OF_INTENT])
    (document,) = queries.evidence_of(deal_id)
    with acting_as(pair.counterparty), pytest.raises(NotAllowed):
        progress.withdraw_evidence(pair.counterparty, deal_id, document.id)
    with acting_as(pair.owner):
        progress.withdraw_evidence(pair.owner, deal_id, document.id)
    assert queries.evidence_of(deal_id) == ()


def test_a_step_back_needs_a_reason() -> None:
    pair = a_pair()
    deal_id = a_closed_deal(pair)
    with acting_as(pair.owner), pytest.raises(Refused, match=r"deals\.reason_missing"):
        progress.move_deal(pair.owner, deal_id, Move.STEP_BACK, "", None)
    move(pair.owner, deal_id, Move.STEP_BACK)
    assert stage_of(deal_id) is Stage.SIGNED
    assert queries.moves_of(deal_id)[-1].reason == "Demo reason"


def test_an_abandoned_deal_lets_the_two_record_another() -> None:
    pair = a_pair()
    deal_id = a_deal(pair)
    move(pair.owner, deal_id, Move.ABANDON)
    engagement = db.session.scalars(select(Engagement)).one()
    assert engagement.state == "mutual"
    with acting_as(pair.owner):
        recording.record_deal(pair.owner, engagement.id, TERMS, new_id())


def test_an_old_form_moves_nothing() -> None:
    pair = a_pair()
    deal_id = a_closed_deal(pair)
    with acting_as(pair.owner), pytest.raises(Conflict):
        progress.move_deal(pair.owner, deal_id, Move.SUBMIT, None, 1)
    assert stage_of(deal_id) is Stage.CLOSED


def test_a_declared_deal_enters_only_the_tiers_it_reached_and_is_marked() -> None:
    enterprise = an_enterprise()
    owner = an_actor(enterprise)
    home = DeclaredParty(replace(standing_of(enterprise.id), control_country="VN"), enterprise.id)
    with acting_as(owner):
        recording.declare_deal(owner, a_declaration(home, closed=False, completed_on=None), new_id())
        recording.declare_deal(owner, a_declaration(home), new_id())
    numbers = {number.tier.value: (number.count, number.declared) for number in tier_numbers()}
    assert numbers == {
        "introduced": (0, 0),
        "signed": (2, 2),
        "closed": (1, 1),
        "verified": (0, 0),
        "counted": (0, 0),
    }


def test_a_declared_deal_cannot_go_back_before_signed() -> None:
    enterprise = an_enterprise()
    owner = an_actor(enterprise)
    with acting_as(owner):
        home = DeclaredParty(standing_of(enterprise.id), enterprise.id)
        deal_id = recording.declare_deal(owner, a_declaration(home, closed=False), new_id())
    with pytest.raises(Refused, match="declared_starts_at_signed"):
        move(owner, deal_id, Move.STEP_BACK)


def test_an_enterprise_declares_its_own_deals_only() -> None:
    owner, other = an_actor(an_enterprise()), an_enterprise()
    with acting_as(owner), pytest.raises(Refused, match=r"deals\.declare_own_only"):
        recording.declare_deal(owner, a_declaration(DeclaredParty(standing_of(other.id), other.id)), new_id())


@pytest.mark.parametrize("kind", ["province", "overseas_office"])
def test_provinces_and_offices_abroad_declare_for_others(kind: str) -> None:
    office, enterprise = an_actor(an_organisation(kind)), an_enterprise()
    home = DeclaredParty(standing_of(enterprise.id), enterprise.id)
    with acting_as(office):
        deal_id = recording.declare_deal(office, a_declaration(home), new_id())
    assert queries.deal(an_actor(enterprise), deal_id).origin == "declared"


def test_an_investor_declares_nothing() -> None:
    investor = an_actor(an_investor())
    with acting_as(investor), pytest.raises(NotAllowed):
        recording.declare_deal(investor, a_declaration(DeclaredParty(FOREIGN)), new_id())


def test_a_party_without_an_account_confirms_in_writing() -> None:
    enterprise = an_enterprise()
    owner = an_actor(enterprise)
    home = DeclaredParty(replace(standing_of(enterprise.id), control_country="VN"), enterprise.id)
    with acting_as(owner):
        deal_id = recording.declare_deal(owner, a_declaration(home), new_id())
    file_documents(owner, deal_id, [EvidenceKind.SIGNED_AGREEMENT, EvidenceKind.REGISTRY_CHANGE])
    confirm_terms(deal_id, owner)
    with pytest.raises(Refused) as refused:
        move(owner, deal_id, Move.SUBMIT)
    assert refused.value.values["codes"] == ("both_confirmed",)
    file_documents(owner, deal_id, [EvidenceKind.COUNTERPARTY_CONFIRMATION])
    move(owner, deal_id, Move.SUBMIT)
    assert stage_of(deal_id) is Stage.VERIFICATION


def test_strangers_and_uninvolved_officers_find_no_deal() -> None:
    deal_id = a_closed_deal(a_pair())
    officer = a_staff_actor(a_ministry_unit())
    for actor in (a_stranger(), officer):
        with pytest.raises(NotFound):
            queries.deal(actor, deal_id)
        with pytest.raises(NotFound):
            progress.move_deal(actor, deal_id, Move.SUBMIT, None, None)
        assert queries.deals_of(actor) == []


def test_officers_see_a_deal_once_it_was_submitted() -> None:
    deal_id = a_submitted_deal(a_pair())
    assert queries.deal(a_staff_actor(a_ministry_unit()), deal_id).id == deal_id
    with pytest.raises(NotFound):
        queries.deal(a_stranger(), deal_id)


def test_what_the_table_does_not_give_a_party_changes_nothing() -> None:
    pair = a_pair()
    deal_id = a_deal(pair)
    facts = len(db.session.scalars(select(Fact.id)).all())
    for stage, chosen in product(Stage, Move):
        if MAKERS.get((stage, chosen)) in {By.PARTY, By.PARTY_OR_OFFICER}:
            continue
        with transaction() as session:
            session.execute(update(Deal).where(Deal.id == deal_id).values(stage=stage.value))
        with pytest.raises((Refused, NotAllowed)):
            move(pair.owner, deal_id, chosen)
        assert stage_of(deal_id) is stage
    assert len(db.session.scalars(select(Fact.id)).all()) == facts


def test_a_deal_signed_tomorrow_is_not_signed() -> None:
    pair = a_pair()
    deal_id = a_deal(pair, replace(TERMS, signed_on=today() + timedelta(days=1), completed_on=None))
    file_documents(pair.owner, deal_id, [EvidenceKind.SIGNED_AGREEMENT])
    with pytest.raises(Refused) as refused:
        move(pair.owner, deal_id, Move.SIGN)
    assert refused.value.values["codes"] == ("signing_date_past",)
    assert today() > SIGNED


def test_bytes_are_stored_before_the_transaction_and_only_for_those_who_may_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = a_pair()
    deal_id = a_deal(pair)
    put, seen = LocalStore.put, []

    def watched(store: LocalStore, stream: IO[bytes]) -> StoredBytes:
        seen.append(in_transaction())
        return put(store, stream)

    monkeypatch.setattr(LocalStore, "put", watched)
    with pytest.raises(NotFound):
        file_documents(a_stranger(), deal_id, [EvidenceKind.SIGNED_AGREEMENT])
    with pytest.raises(NotAllowed):
        file_documents(an_actor(pair.enterprise, Role.VIEWER), deal_id, [EvidenceKind.SIGNED_AGREEMENT])
    assert seen == []
    file_documents(pair.owner, deal_id, [EvidenceKind.SIGNED_AGREEMENT])
    assert seen == [False]
