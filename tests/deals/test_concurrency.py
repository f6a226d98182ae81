"""Eight deciders at once: one answer, one stage move, one proposal, one decision, one place."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.deals.models import (
    CountDecision,
    CountedPlace,
    Deal,
    DealMove,
    Engagement,
    EngagementMove,
    IntroConsent,
    PartyConfirmation,
    Proposal,
    ProposalDecision,
)
from marketplace.deals.queries import counting as count_queries
from marketplace.deals.queries.deals import deal, file_of
from marketplace.deals.queries.readiness import terms_hash
from marketplace.deals.rules.stages import Move
from marketplace.deals.rules.verification import Purpose
from marketplace.deals.services import counting, introductions, progress, recording, verification
from marketplace.foundation.actor import SYSTEM, Actor, NotAllowed, Power, Refused, acting_as
from marketplace.foundation.database import Base, db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.money import Money
from marketplace.foundation.once import Repeated
from marketplace.foundation.versions import Conflict
from tests.deals.test_verification import another_deal
from tests.factories.deals import (
    SIGNED,
    TERMS,
    a_closed_deal,
    a_pair,
    a_proposal,
    a_request,
    a_submitted_deal,
    a_verified_deal,
    an_introduction,
    officers,
)
from tests.factories.organisations import a_ministry_unit, a_staff_actor
from tests.factories.reference import a_rate

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

pytestmark = pytest.mark.concurrency
EIGHT = 8


def at_once(app: Flask, acts: list[tuple[Actor, Callable[[], object]]]) -> Counter[str]:
    """Let each actor do its act at the same moment; count how the acts ended."""
    db.session.commit()
    barrier = threading.Barrier(len(acts))
    ends: list[str] = []

    def run(actor: Actor, act: Callable[[], object]) -> None:
        with app.app_context(), acting_as(actor):
            barrier.wait()
            try:
                act()
                ends.append("done")
            except Refused as refusal:
                ends.append(refusal.code)
            except (Repeated, Conflict, NotAllowed) as other:
                ends.append(type(other).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == len(acts)
    db.session.rollback()
    return Counter(ends)


def rows(model: type[Base], *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0  # type: ignore[arg-type]


def test_eight_requests_make_one_engagement(app: Flask, database: SQLAlchemy) -> None:
    pair = a_pair()
    investor_id = pair.investor.id

    def ask() -> None:
        introductions.ask_introduction(pair.owner, pair.mandate_id, investor_id, new_id())

    ends = at_once(app, [(pair.owner, ask)] * EIGHT)
    assert ends == {"done": 1, "deals.already_asked": EIGHT - 1}
    assert (rows(Engagement), rows(EngagementMove), rows(IntroConsent)) == (1, 1, 1)


def test_both_sides_asking_at_once_are_introduced_once(app: Flask, database: SQLAlchemy) -> None:
    pair = a_pair()
    investor_id = pair.investor.id

    def ask(actor: Actor) -> Callable[[], object]:
        return lambda: introductions.ask_introduction(actor, pair.mandate_id, investor_id, new_id())

    at_once(app, [(actor, ask(actor)) for actor in pair.both * (EIGHT // 2)])
    moves = db.session.scalars(select(EngagementMove.to_state).order_by(EngagementMove.position)).all()
    assert len(moves) == 2
    assert moves[-1] == "mutual"
    assert rows(IntroConsent) == 2


def test_eight_answers_make_one(app: Flask, database: SQLAlchemy) -> None:
    pair = a_pair()
    engagement_id = a_request(pair)

    def say(service: Callable[[Actor, str], object]) -> tuple[Actor, Callable[[], object]]:
        return pair.counterparty, lambda: service(pair.counterparty, engagement_id)

    services = (introductions.answer_introduction, introductions.decline_introduction)
    ends = at_once(app, [say(service) for service in services * (EIGHT // 2)])
    assert ends == {"done": 1, "deals.introduction_already_answered": EIGHT - 1}
    assert rows(EngagementMove) == 2


def test_eight_recordings_make_one_deal(app: Flask, database: SQLAlchemy) -> None:
    pair = a_pair()
    engagement_id = an_introduction(pair)

    def record() -> None:
        recording.record_deal(pair.owner, engagement_id, TERMS, new_id())

    ends = at_once(app, [(pair.owner, record)] * EIGHT)
    assert ends["done"] == 1
    assert (rows(Deal), rows(DealMove)) == (1, 1)


def test_the_same_form_sent_eight_times_declares_one_deal(app: Flask, database: SQLAlchemy) -> None:
    pair, once = a_pair(), new_id()
    engagement_id = an_introduction(pair)

    def record() -> None:
        recording.record_deal(pair.owner, engagement_id, TERMS, once)

    ends = at_once(app, [(pair.owner, record)] * EIGHT)
    assert ends == {"done": 1, "Repeated": EIGHT - 1}


def test_eight_stage_moves_make_one(app: Flask, database: SQLAlchemy) -> None:
    pair = a_pair()
    deal_id = a_closed_deal(pair)
    before = rows(DealMove)

    def make(move: Move) -> tuple[Actor, Callable[[], object]]:
        return pair.owner, lambda: progress.move_deal(pair.owner, deal_id, move, "Demo", None)

    ends = at_once(app, [make(move) for move in (Move.SUBMIT, Move.ABANDON) * (EIGHT // 2)])
    assert ends == {"done": 1, "deals.move_not_possible": EIGHT - 1}
    assert rows(DealMove) == before + 1


def test_eight_confirmations_of_a_party_make_one(app: Flask, database: SQLAlchemy) -> None:
    pair = a_pair()
    deal_id = a_closed_deal(pair)
    before = rows(PartyConfirmation)
    current = terms_hash(file_of(deal(pair.owner, deal_id)))

    def dispute() -> None:
        progress.answer_terms(pair.owner, deal_id, current, agrees=False)

    at_once(app, [(pair.owner, dispute)] * EIGHT)
    assert rows(PartyConfirmation) == before + 1


def test_eight_officers_propose_once(app: Flask, database: SQLAlchemy) -> None:
    deal_id = a_submitted_deal(a_pair())
    proposers = [a_staff_actor(a_ministry_unit(), (Power.PROPOSE,)) for _number in range(EIGHT)]

    def propose(actor: Actor) -> Callable[[], object]:
        return lambda: verification.propose(actor, deal_id, Purpose.VERIFY, "Demo", new_id())

    ends = at_once(app, [(actor, propose(actor)) for actor in proposers])
    assert ends == {"done": 1, "deals.proposal_open": EIGHT - 1}
    assert rows(Proposal) == 1


def test_eight_officers_decide_once_and_one_place_is_filled(app: Flask, database: SQLAlchemy) -> None:
    both, deal_id = officers(), a_submitted_deal(a_pair())
    proposal_id = a_proposal(deal_id, both.proposer)
    deciders = [a_staff_actor(a_ministry_unit(), (Power.CONFIRM,)) for _number in range(EIGHT)]

    def decide(number: int, actor: Actor) -> Callable[[], object]:
        if number % 2:
            return lambda: verification.reject_proposal(actor, proposal_id, "Demo")
        return lambda: verification.confirm_proposal(actor, proposal_id)

    ends = at_once(app, [(actor, decide(number, actor)) for number, actor in enumerate(deciders)])
    assert ends == {"done": 1, "deals.proposal_decided": EIGHT - 1}
    assert rows(ProposalDecision) == 1
    confirmed = rows(ProposalDecision, ProposalDecision.outcome == "confirmed")
    assert rows(CountDecision) == rows(CountedPlace) == confirmed


def test_twins_confirmed_at_the_same_moment_fill_one_place(app: Flask, database: SQLAlchemy) -> None:
    pair, both = a_pair(), officers()
    a_introduced = a_submitted_deal(pair)
    twins = [a_introduced, *(another_deal(pair, days) for days in (0, 10, 20))]
    proposals = [a_proposal(deal_id, both.proposer) for deal_id in twins]

    def confirm(proposal_id: str) -> Callable[[], object]:
        return lambda: verification.confirm_proposal(both.confirmer, proposal_id)

    ends = at_once(app, [(both.confirmer, confirm(proposal_id)) for proposal_id in proposals])
    assert ends == {"done": len(twins)}
    assert rows(CountedPlace) == 1
    assert rows(CountDecision, CountDecision.verdict == "counted") == 1


def test_eight_recounts_count_once(app: Flask, database: SQLAlchemy) -> None:
    both = officers()
    terms = replace(TERMS, agreed=Money(200_000_000, "CHF"), currency="CHF")
    deal_id = a_verified_deal(a_pair(), both, terms)
    a_rate("CHF", SIGNED, "1.1")
    ends = at_once(app, [(both.proposer, lambda: counting.recount(both.proposer, deal_id))] * EIGHT)
    assert ends["done"] == 1
    assert rows(CountDecision) == 2
    assert rows(CountedPlace) == 1


def test_waiting_deals_are_recounted_while_officers_decide_about_them(
    app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job decides about many deals in one transaction, officers about one each: nobody waits in a ring."""
    both = officers()
    terms = replace(TERMS, agreed=Money(200_000_000, "CHF"), currency="CHF")
    deal_ids = [a_verified_deal(a_pair(), both, terms) for _number in range(3)]
    other = a_proposal(a_submitted_deal(a_pair()), both.proposer)
    a_rate("CHF", SIGNED, "1.1")
    hold = count_queries.hold_the_count

    def hold_long() -> None:
        hold()
        time.sleep(0.2)

    monkeypatch.setattr(count_queries, "hold_the_count", hold_long)

    def job() -> None:
        with transaction():
            counting.recount_pending()

    def soon(act: Callable[[Actor, str], object], actor: Actor, about: str) -> tuple[Actor, Callable[[], object]]:
        def after_the_job_began() -> None:
            time.sleep(0.1)
            act(actor, about)

        return actor, after_the_job_began

    confirming = soon(verification.confirm_proposal, both.confirmer, other)
    recounting = [soon(counting.recount, both.proposer, deal_id) for deal_id in reversed(deal_ids)]
    ends = at_once(app, [(SYSTEM, job), (SYSTEM, job), confirming, *recounting])
    assert ends["done"] + ends["deals.move_not_possible"] == 6
    assert rows(CountedPlace) == 4
    assert rows(CountDecision) == 7
