"""Whatever people do, the public numbers equal an independent recomputation from the ledgers, after every step."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from marketplace.deals.content import Amendment, Declaration, DeclaredParty
from marketplace.deals.models import CountDecision, CountedPlace, Deal, DealMove, Engagement, EngagementMove, Proposal
from marketplace.deals.queries.counting import tier_counts
from marketplace.deals.rules.guards import COMPLETION_EVENTS, EvidenceKind
from marketplace.deals.rules.stages import Move
from marketplace.deals.rules.verification import Purpose
from marketplace.deals.services import counting, introductions, progress, recording, verification
from marketplace.deals.services.parties import standing_of
from marketplace.foundation.actor import Actor, NotAllowed, NotFound, Refused, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.limits import Limiter
from marketplace.foundation.money import Money
from tests.factories.deals import (
    COMPLETED,
    SIGNED,
    TERMS,
    Pair,
    a_pair,
    a_submitted_deal,
    confirm_terms,
    file_documents,
    officers,
)

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.databases import Cleaner

REFUSALS = (Refused, NotAllowed, NotFound)
TYPES = ("merger_acquisition", "joint_venture", "strategic_cooperation", "merger_acquisition", "mou")
AMOUNTS = (5_000_000_000, 100_000_000, 99_999_999)
CURRENCIES = ("USD", "USD", "CHF")
PROOFS = (
    EvidenceKind.SIGNED_AGREEMENT,
    EvidenceKind.OWNERSHIP_REGISTER,
    EvidenceKind.REGISTRY_CHANGE,
    EvidenceKind.FIRST_PERFORMANCE,
)
FORWARD = (Move.SIGN, Move.CLOSE, Move.SUBMIT)
REACHED = {
    "signed": ("signed", "closed", "verification", "verified", "counted", "amended"),
    "closed": ("closed", "verification", "verified", "counted", "amended"),
    "verified": ("verified", "counted", "amended"),
    "counted": ("counted",),
}


def recomputed() -> dict[str, int]:
    """The five numbers from the ledgers alone, written without a look at the application's own queries."""
    met = {move.engagement_id for move in db.session.scalars(select(EngagementMove)) if move.to_state == "mutual"}
    last: dict[str, tuple[int, str]] = {}
    for move in db.session.scalars(select(DealMove)):
        last[move.deal_id] = max(last.get(move.deal_id, (0, "")), (move.position, move.to_state))
    stages = [stage for _position, stage in last.values()]
    numbers = {tier: sum(stage in members for stage in stages) for tier, members in REACHED.items()}
    return {"introduced": len(met), **numbers}


def counted_by_decisions() -> set[str]:
    """The deals whose last decision says that they count."""
    last: dict[str, tuple[int, str]] = {}
    for kept in db.session.scalars(select(CountDecision)):
        last[kept.deal_id] = max(last.get(kept.deal_id, (0, "")), (kept.position, kept.verdict))
    return {deal_id for deal_id, (_position, verdict) in last.items() if verdict == "counted"}


class People(RuleBasedStateMachine):
    """Two pairs of parties and two officers, doing everything in any order."""

    app: Flask
    cleaner: Cleaner
    seen: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        db.session.remove()
        self.cleaner.clean(db.engine)
        self.app.extensions["limiter"] = Limiter()
        self.pairs = [a_pair(), a_pair()]
        self.officers = officers()
        self.page = self.app.test_client()
        a_submitted_deal(self.pairs[0])

    def teardown(self) -> None:
        db.session.remove()

    def pair(self, first: bool) -> Pair:
        return self.pairs[0 if first else 1]

    def deals(self) -> list[str]:
        return list(db.session.scalars(select(Deal.id).order_by(Deal.id)))

    def chosen(self, place: int) -> tuple[str, Pair] | None:
        ids = self.deals()
        if not ids:
            return None
        deal = db.session.get_one(Deal, ids[place % len(ids)])
        mine = next(pair for pair in self.pairs if pair.enterprise.id == deal.recorded_by_organisation_id)
        return deal.id, mine

    def do(self, actor: Actor, act: object) -> None:
        db.session.rollback()
        with suppress(*REFUSALS), acting_as(actor):
            act()  # type: ignore[operator]

    @rule(first=st.booleans())
    def ask(self, first: bool) -> None:
        pair = self.pair(first)
        self.do(
            pair.owner,
            lambda: introductions.ask_introduction(pair.owner, pair.mandate_id, pair.investor.id, new_id()),
        )

    @rule(first=st.booleans(), yes=st.booleans())
    def answer(self, first: bool, yes: bool) -> None:
        pair = self.pair(first)
        service = introductions.answer_introduction if yes else introductions.decline_introduction
        for engagement_id in self._engagements(pair):
            self.do(pair.counterparty, lambda e=engagement_id: service(pair.counterparty, e))

    def _engagements(self, pair: Pair) -> list[str]:
        return list(db.session.scalars(select(Engagement.id).where(Engagement.mandate_id == pair.mandate_id)))

    @rule(
        first=st.booleans(),
        type_=st.sampled_from(TYPES),
        minor=st.sampled_from(AMOUNTS),
        currency=st.sampled_from(CURRENCIES),
        declared=st.booleans(),
    )
    def enter(self, first: bool, type_: str, minor: int, currency: str, declared: bool) -> None:
        pair = self.pair(first)
        terms = replace(
            TERMS,
            type=type_,
            agreed=Money(minor, currency),
            currency=currency,
            completion_event=COMPLETION_EVENTS.get(type_),
        )
        if declared:
            ids = (pair.enterprise.id, pair.investor.id)
            parties = tuple(DeclaredParty(standing_of(each), each) for each in ids)
            made = Declaration(terms, parties, closed=True)
            self.do(pair.owner, lambda: recording.declare_deal(pair.owner, made, new_id()))
        for engagement_id in () if declared else self._engagements(pair):
            self.do(pair.owner, lambda e=engagement_id: recording.record_deal(pair.owner, e, terms, new_id()))

    @rule(place=st.integers(0, 9))
    def prepare(self, place: int) -> None:
        """File the proofs, confirm by both, and go forward as far as possible."""
        found = self.chosen(place)
        if found is None:
            return
        deal_id, pair = found
        self.do(pair.owner, lambda: file_documents(pair.owner, deal_id, PROOFS))
        for move in FORWARD:
            self.do(pair.owner, lambda: confirm_terms(deal_id, *pair.both))
            self.do(pair.owner, lambda m=move: progress.move_deal(pair.owner, deal_id, m, "Demo", None))

    @rule(place=st.integers(0, 9))
    def verify(self, place: int) -> None:
        """Prepare the deal, let one officer propose and the other confirm."""
        self.prepare(place)
        self.propose(place, Purpose.VERIFY, AMOUNTS[0])
        self.decide(yes=1)

    @rule(
        place=st.integers(0, 9),
        purpose=st.sampled_from((Purpose.AMEND, Purpose.TELL_APART, Purpose.REVOKE)),
        minor=st.sampled_from(AMOUNTS),
    )
    def correct(self, place: int, purpose: Purpose, minor: int) -> None:
        """One officer proposes a correction and the other confirms."""
        self.propose(place, purpose, minor)
        self.decide(yes=1)

    @rule(place=st.integers(0, 9), move=st.sampled_from((Move.STEP_BACK, Move.ABANDON)))
    def retreat(self, place: int, move: Move) -> None:
        if (found := self.chosen(place)) is not None:
            deal_id, pair = found
            self.do(pair.owner, lambda: progress.move_deal(pair.owner, deal_id, move, "Demo", None))

    @rule(place=st.integers(0, 9), purpose=st.sampled_from(Purpose), minor=st.sampled_from(AMOUNTS))
    def propose(self, place: int, purpose: Purpose, minor: int) -> None:
        found, officer = self.chosen(place), self.officers.proposer
        if found is None:
            return
        if purpose is Purpose.AMEND:
            terms = Amendment(minor, "USD", SIGNED, COMPLETED)
            act = lambda: verification.propose_amendment(officer, found[0], terms, "Demo", new_id())  # noqa: E731
        else:
            act = lambda: verification.propose(officer, found[0], purpose, "Demo", new_id())  # noqa: E731
        self.do(officer, act)

    @rule(yes=st.integers(0, 3))
    def decide(self, yes: int) -> None:
        officer = self.officers.confirmer
        for proposal_id in list(db.session.scalars(select(Proposal.id).where(Proposal.live.is_(True)))):
            if yes:
                self.do(officer, lambda p=proposal_id: verification.confirm_proposal(officer, p))
            else:
                self.do(officer, lambda p=proposal_id: verification.reject_proposal(officer, p, "Demo"))

    @rule(place=st.integers(0, 9))
    def recount(self, place: int) -> None:
        if (found := self.chosen(place)) is not None:
            self.do(self.officers.proposer, lambda: counting.recount(self.officers.proposer, found[0]))

    @invariant()
    def the_numbers_are_those_of_the_ledgers(self) -> None:
        db.session.rollback()
        expected = recomputed()
        assert tier_counts() == expected
        assert shown(self.page.get("/en/kpi").text) == expected

    @invariant()
    def the_count_is_that_of_the_decisions(self) -> None:
        db.session.rollback()
        counted = {row.id for row in db.session.scalars(select(Deal)) if row.stage == "counted"}
        assert (
            counted == counted_by_decisions() == {place.deal_id for place in db.session.scalars(select(CountedPlace))}
        )

    @invariant()
    def every_stage_is_that_of_the_last_move(self) -> None:
        db.session.rollback()
        for row in db.session.scalars(select(Deal)):
            self.seen.add(row.stage)
            ordered = select(DealMove.to_state).where(DealMove.deal_id == row.id).order_by(DealMove.position.desc())
            assert db.session.scalars(ordered).first() == row.stage


def shown(page: str) -> dict[str, int]:
    """The numbers as the public page shows them."""
    found = re.findall(r'class="tier tier-(\w+)">\s*<p class="tier-count figure">([\d,]+)', page)
    return {tier: int(count.replace(",", "")) for tier, count in found}


def run(app: Flask, cleaner: Cleaner, examples: int, steps: int) -> None:
    People.app, People.cleaner = app, cleaner
    run_state_machine_as_test(
        People,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_public_numbers_equal_the_ledgers(app: Flask, database: SQLAlchemy, cleaner: Cleaner) -> None:
    run(app, cleaner, examples=8, steps=20)
    assert {"verification", "counted"} <= People.seen


@pytest.mark.slow
def test_the_public_numbers_equal_the_ledgers_for_long(app: Flask, database: SQLAlchemy, cleaner: Cleaner) -> None:
    run(app, cleaner, examples=25, steps=40)
    assert {"verification", "counted", "lost"} <= People.seen
