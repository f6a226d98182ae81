"""Introductions: both consents, blind until then, silence after a veto, and nothing for strangers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from marketplace.deals.models import Engagement, EngagementMove, IntroConsent
from marketplace.deals.presenters.introductions import IntroductionCard, cards
from marketplace.deals.queries import introductions as queries
from marketplace.deals.rules.engagement import MOVES, Move, State
from marketplace.deals.services import introductions as services
from marketplace.foundation.actor import Actor, NotAllowed, NotFound, Refused, Role, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.once import Repeated
from marketplace.foundation.versions import Conflict
from marketplace.matching.models import PairOutcome
from marketplace.matching.services import set_preference
from marketplace.profiles.services import withdraw_profile
from tests.factories.deals import Pair, a_pair, a_request, an_introduction
from tests.factories.organisations import (
    a_ministry,
    a_ministry_unit,
    a_staff_actor,
    a_stranger,
    an_actor,
    an_investor,
)
from tests.factories.profiles import a_published_investor

pytestmark = pytest.mark.usefixtures("database")
SERVICES: Mapping[Move, Callable[[Actor, str], object]] = {
    Move.ACCEPT: services.answer_introduction,
    Move.DECLINE: services.decline_introduction,
    Move.WITHDRAW: services.withdraw_introduction,
}


def state_of(engagement_id: str) -> State:
    db.session.rollback()
    return State(db.session.get_one(Engagement, engagement_id).state)


def say_never(pair: Pair) -> None:
    """The investor says that it never wants to meet the enterprise."""
    with acting_as(pair.counterparty):
        set_preference(pair.counterparty, pair.enterprise.id, "no")


def overdue(engagement_id: str) -> None:
    with transaction() as session:
        past = now() - timedelta(minutes=1)
        session.execute(update(Engagement).where(Engagement.id == engagement_id).values(expires_at=past))


def long_ago(engagement_id: str) -> None:
    with transaction() as session:
        then = now() - timedelta(days=91)
        session.execute(update(Engagement).where(Engagement.id == engagement_id).values(state_since=then))


def test_both_consents_introduce_two_sides_and_open_a_conversation() -> None:
    pair = a_pair()
    engagement_id = an_introduction(pair)
    consents = db.session.scalars(select(IntroConsent).where(IntroConsent.engagement_id == engagement_id)).all()
    assert {consent.side for consent in consents} == {"owner", "counterparty"}
    assert state_of(engagement_id) is State.MUTUAL
    assert queries.introduction(pair.owner, engagement_id).conversation_id is not None


def test_the_asked_side_sees_no_name_until_it_says_yes() -> None:
    pair = a_pair()
    engagement_id = a_request(pair)
    (blind,) = cards(pair.counterparty, queries.introductions_of(pair.counterparty))
    assert blind.other_name is None
    assert blind.can_answer
    with acting_as(pair.counterparty):
        services.answer_introduction(pair.counterparty, engagement_id)
    (open_,) = cards(pair.counterparty, queries.introductions_of(pair.counterparty))
    assert open_.other_name == pair.enterprise.name


def test_the_asked_side_gets_nothing_that_leads_to_the_mandates_page() -> None:
    pair = a_pair()
    engagement_id = a_request(pair)
    blind = card_of(pair.counterparty)
    assert blind.mandate is not None
    assert blind.mandate.title.is_empty
    assert blind.mandate.sectors
    with acting_as(pair.counterparty):
        services.answer_introduction(pair.counterparty, engagement_id)
    named = card_of(pair.counterparty)
    assert named.mandate is not None
    assert not named.mandate.title.is_empty


def test_who_asks_about_an_open_mandate_knows_its_owner_who_does_not_know_who_asks() -> None:
    pair = a_pair()
    ask_for(pair.counterparty, pair.mandate_id, pair.investor.id)
    asking, asked = card_of(pair.counterparty), card_of(pair.owner)
    assert asking.other_name == pair.enterprise.name
    assert asking.mandate is not None
    assert not asking.mandate.title.is_empty
    assert asked.other_name is None


def test_asking_back_is_a_yes() -> None:
    pair = a_pair()
    engagement_id = a_request(pair)
    with acting_as(pair.counterparty):
        again = services.ask_introduction(pair.counterparty, pair.mandate_id, pair.investor.id, new_id())
    assert again == engagement_id
    assert state_of(engagement_id) is State.MUTUAL


def test_the_same_form_sent_twice_asks_once() -> None:
    pair, once = a_pair(), new_id()
    with acting_as(pair.owner):
        first = services.ask_introduction(pair.owner, pair.mandate_id, pair.investor.id, once)
        with pytest.raises(Repeated) as repeated:
            services.ask_introduction(pair.owner, pair.mandate_id, pair.investor.id, once)
    assert repeated.value.result_id == first


def test_a_second_request_is_refused_while_the_first_waits() -> None:
    pair = a_pair()
    a_request(pair)
    with pytest.raises(Refused, match=r"deals\.already_asked"):
        a_request(pair)


def test_an_old_form_changes_nothing() -> None:
    pair = a_pair()
    engagement_id = a_request(pair)
    with pytest.raises(Conflict):
        services.answer_introduction(pair.counterparty, engagement_id, version=0)
    assert state_of(engagement_id) is State.INTEREST_A


def test_nobody_answers_its_own_request() -> None:
    pair = a_pair()
    engagement_id = a_request(pair)
    with pytest.raises(NotAllowed):
        services.answer_introduction(pair.owner, engagement_id)


def test_a_viewer_does_not_answer() -> None:

    pair = a_pair()
    engagement_id = a_request(pair)
    viewer = an_actor(pair.investor, Role.VIEWER)
    with pytest.raises(NotAllowed):
        services.answer_introduction(viewer, engagement_id)


def test_a_stranger_finds_nothing() -> None:
    engagement_id = an_introduction(a_pair())
    stranger = a_stranger()
    for service in (*SERVICES.values(), queries.introduction):
        with pytest.raises(NotFound):
            service(stranger, engagement_id)
    assert queries.introductions_of(stranger) == []


def test_after_a_veto_the_request_looks_pending_and_runs_out() -> None:
    pair = a_pair()
    say_never(pair)
    engagement_id = a_request(pair)
    (seen,) = cards(pair.owner, queries.introductions_of(pair.owner))
    assert seen.group == "waiting"
    assert seen.expires_at is not None
    assert queries.introductions_of(pair.counterparty) == []
    with pytest.raises(NotFound):
        queries.introduction(pair.counterparty, engagement_id)
    overdue(engagement_id)
    assert services.expire_overdue() == 1
    assert state_of(engagement_id) is State.EXPIRED
    assert queries.introductions_of(pair.counterparty) == []


def test_a_later_veto_hides_a_request_that_waits() -> None:
    pair = a_pair()
    engagement_id = a_request(pair)
    say_never(pair)
    assert queries.introductions_of(pair.counterparty) == []
    with pytest.raises(NotFound):
        services.answer_introduction(pair.counterparty, engagement_id)
    assert state_of(engagement_id) is State.INTEREST_A


def card_of(actor: Actor) -> IntroductionCard:
    db.session.rollback()
    (seen,) = cards(actor, queries.introductions_of(actor))
    return seen


@pytest.mark.parametrize("veto_first", [True, False])
def test_after_a_veto_two_requests_wait_without_telling_of_each_other(*, veto_first: bool) -> None:
    pair = a_pair()
    if veto_first:
        say_never(pair)
    first = a_request(pair)
    if not veto_first:
        say_never(pair)
    before = card_of(pair.owner)
    second = ask_for(pair.counterparty, pair.mandate_id, pair.investor.id)
    assert second != first
    assert card_of(pair.owner) == before
    own = card_of(pair.counterparty)
    assert (own.id, own.group, own.can_answer, own.can_withdraw) == (second, "waiting", False, True)
    assert own.expires_at is not None
    assert before.expires_at is not None
    assert own.expires_at > before.expires_at
    for actor in pair.both:
        with pytest.raises(Refused, match=r"deals\.already_asked"):
            ask_for(actor, pair.mandate_id, pair.investor.id)
    overdue(first)
    assert services.expire_overdue() == 1
    assert card_of(pair.owner).group == "ended"
    assert own in cards(pair.counterparty, queries.introductions_of(pair.counterparty))
    overdue(second)
    assert services.expire_overdue() == 1
    assert state_of(second) is State.EXPIRED
    told = db.session.scalars(select(PairOutcome.outcome).order_by(PairOutcome.introduction_id, PairOutcome.number))
    assert list(told) == ["asked", "ended"] * 2


def test_each_side_takes_only_its_own_request_back() -> None:
    pair = a_pair()
    say_never(pair)
    first, second = a_request(pair), ask_for(pair.counterparty, pair.mandate_id, pair.investor.id)
    with pytest.raises(NotFound):
        services.withdraw_introduction(pair.counterparty, first)
    with pytest.raises(NotFound):
        services.answer_introduction(pair.owner, second)
    with acting_as(pair.counterparty):
        services.withdraw_introduction(pair.counterparty, second)
    assert (state_of(first), state_of(second)) == (State.INTEREST_A, State.WITHDRAWN)
    with pytest.raises(Refused, match=r"deals\.cooling_off"):
        ask_for(pair.counterparty, pair.mandate_id, pair.investor.id)


def test_a_request_that_nobody_heard_stays_unheard_while_the_veto_holds() -> None:
    pair = a_pair()
    say_never(pair)
    first, second = a_request(pair), ask_for(pair.counterparty, pair.mandate_id, pair.investor.id)
    overdue(first)
    services.expire_overdue()
    long_ago(first)
    assert ask_for(pair.owner, pair.mandate_id, pair.investor.id) == first
    assert (state_of(first), state_of(second)) == (State.INTEREST_A, State.INTEREST_B)


def test_when_the_veto_is_taken_back_asking_answers_what_was_not_heard() -> None:
    pair = a_pair()
    say_never(pair)
    first, second = a_request(pair), ask_for(pair.counterparty, pair.mandate_id, pair.investor.id)
    with acting_as(pair.owner):
        services.withdraw_introduction(pair.owner, first)
    with acting_as(pair.counterparty):
        set_preference(pair.counterparty, pair.enterprise.id, "open")
    assert queries.party_to_tell(second, "ask_as_counterparty") is None
    assert ask_for(pair.owner, pair.mandate_id, pair.investor.id) == second
    assert queries.introduction(pair.owner, second).state == State.MUTUAL
    assert queries.introduction(pair.counterparty, second).conversation_id is not None
    with pytest.raises(Refused, match=r"deals\.introduction_already_answered"):
        ask_for(pair.counterparty, pair.mandate_id, pair.investor.id)


def test_a_request_that_is_not_overdue_does_not_run_out() -> None:
    pair = a_pair()
    a_request(pair)
    assert services.expire_overdue() == 0


def test_the_side_that_was_refused_waits_and_the_other_side_may_ask() -> None:
    pair = a_pair()
    engagement_id = a_request(pair)
    with acting_as(pair.counterparty):
        services.decline_introduction(pair.counterparty, engagement_id)
    with pytest.raises(Refused, match=r"deals\.cooling_off"):
        a_request(pair)
    with acting_as(pair.counterparty):
        services.ask_introduction(pair.counterparty, pair.mandate_id, pair.investor.id, new_id())
    assert state_of(engagement_id) is State.INTEREST_B


def test_one_does_not_ask_oneself() -> None:
    pair = a_pair()
    with acting_as(pair.owner), pytest.raises(Refused, match=r"deals\.same_organisation"):
        services.ask_introduction(pair.owner, pair.mandate_id, pair.enterprise.id, new_id())


def test_nobody_asks_for_others() -> None:
    pair, other = a_pair(), a_stranger()
    with acting_as(other), pytest.raises((NotAllowed, NotFound)):
        services.ask_introduction(other, pair.mandate_id, pair.investor.id, new_id())


def ask_for(actor: Actor, mandate_id: str, organisation_id: str) -> str:
    with acting_as(actor):
        return services.ask_introduction(actor, mandate_id, organisation_id, new_id())


def test_only_parties_with_a_live_profile_are_asked() -> None:
    pair = a_pair()
    ministry, withdrawn = a_ministry(), a_published_investor("Demo Gone Fund")
    withdraw_profile(withdrawn[1], withdrawn[0].id)
    for hidden in (an_investor().id, ministry.id, withdrawn[0].id, new_id()):
        with pytest.raises(NotFound):
            ask_for(pair.owner, pair.mandate_id, hidden)
    assert db.session.scalars(select(Engagement)).all() == []


def test_who_asks_about_a_mandate_publishes_itself_first() -> None:
    pair, unpublished = a_pair(), an_actor(an_investor())
    with pytest.raises(Refused, match=r"deals\.profile_first"):
        ask_for(unpublished, pair.mandate_id, str(unpublished.organisation_id))
    clerk = replace(a_staff_actor(a_ministry_unit()), role=Role.ADMIN)
    with pytest.raises(NotAllowed):
        ask_for(clerk, pair.mandate_id, str(clerk.organisation_id))


def test_a_move_that_the_table_lacks_leaves_no_trace() -> None:
    pair = a_pair()
    engagement_id = a_request(pair)
    facts = len(db.session.scalars(select(Fact.id)).all())
    for state, (chosen, service) in product(State, SERVICES.items()):
        if (state, chosen) in MOVES:
            continue
        with transaction() as session:
            session.execute(update(Engagement).where(Engagement.id == engagement_id).values(state=state.value))
        for actor in pair.both:
            with pytest.raises((Refused, NotAllowed)), acting_as(actor):
                service(actor, engagement_id)
        assert state_of(engagement_id) is state
    assert len(db.session.scalars(select(Fact.id)).all()) == facts


def test_the_ledger_tells_the_state(database: SQLAlchemy) -> None:
    engagement_id = an_introduction(a_pair())
    moves = queries.moves_of_introduction(engagement_id)
    assert [(move.from_state, move.to_state) for move in moves] == [
        ("suggested", "interest_a"),
        ("interest_a", "mutual"),
    ]
    assert moves[-1].to_state == state_of(engagement_id)


def test_the_ledger_refuses_a_move_that_the_rules_do_not_know() -> None:

    engagement_id = an_introduction(a_pair())
    circle = db.session.get_one(Engagement, engagement_id).audience_id
    made_up = EngagementMove(
        engagement_id=engagement_id, audience_id=circle, position=9, from_state="mutual", move="win", to_state="deal"
    )
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(made_up)


@pytest.mark.parametrize("statement", ["UPDATE {} SET person_id = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["deals_engagement_move", "deals_intro_consent"])
def test_ledgers_are_append_only(statement: str, table: str) -> None:

    an_introduction(a_pair())
    with pytest.raises(DBAPIError, match=r"append-only|permission denied"), transaction() as session:
        session.execute(text(statement.format(table)))
