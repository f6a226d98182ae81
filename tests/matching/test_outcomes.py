"""How far a pair has come, as introductions tell it, and what the lists make of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError

from marketplace.deals.models import Deal, Engagement
from marketplace.deals.queries.introductions import introductions_to_answer
from marketplace.deals.rules.stages import Move
from marketplace.deals.services import introductions as deals
from marketplace.deals.services.progress import move_deal
from marketplace.foundation import clock
from marketplace.foundation.actor import SYSTEM, Actor, acting_as
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.matching import queries, services
from marketplace.matching.models import PairOutcome
from marketplace.matching.queries.matches import companies_for, investors_for
from marketplace.matching.rules.outcomes import COOL_OFF, Outcome, PairState, state_that_holds
from marketplace.organisations.queries import organisations_by_id
from marketplace.organisations.services import group, open_audience
from tests.clients import PageClient
from tests.factories.deals import a_deal, a_pair
from tests.factories.mandates import a_published_mandate
from tests.factories.profiles import a_published_enterprise, a_published_investor
from tests.matching.test_pages import LIST, visiting

pytestmark = pytest.mark.usefixtures("database")


def a_request() -> tuple[Actor, Actor, str]:
    """A founder who asked an investor: both actors, and the introduction."""
    enterprise, founder = a_published_enterprise()
    investor, partner = a_published_investor()
    a_published_mandate(investor, partner)
    mandate_id = a_published_mandate(enterprise, founder)
    with acting_as(founder):
        return founder, partner, deals.ask_introduction(founder, mandate_id, investor.id, new_id())


def outcomes() -> list[str]:
    return list(db.session.scalars(select(PairOutcome.outcome).order_by(PairOutcome.number)))


def test_every_step_of_an_introduction_is_told_to_matching() -> None:
    founder, partner, introduction_id = a_request()
    with acting_as(partner):
        deals.answer_introduction(partner, introduction_id)
    with acting_as(founder):
        deals.withdraw_introduction(founder, introduction_id)
    assert outcomes() == [Outcome.ASKED, Outcome.INTRODUCED, Outcome.ENDED]


def test_a_step_that_is_not_taken_is_not_told() -> None:
    founder, _, introduction_id = a_request()
    with pytest.raises(RuntimeError), acting_as(founder), transaction():
        deals.withdraw_introduction(founder, introduction_id)
        raise RuntimeError
    assert outcomes() == [Outcome.ASKED]


def test_outcomes_cannot_be_erased() -> None:
    a_request()
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(delete(PairOutcome))


def test_both_sides_see_a_request_and_an_introduction_instead_of_the_button_to_ask(client: PageClient) -> None:
    founder, partner, introduction_id = a_request()
    for actor, asked in ((founder, "Đã có đề nghị giới thiệu"), (partner, "Đã có đề nghị giới thiệu")):
        with visiting(actor):
            page = client.get(LIST).get_data(as_text=True)
            assert asked in page
            assert f"/workspace/introductions/{introduction_id}" in page
            assert "/workspace/introductions/ask" not in page
    with acting_as(partner):
        deals.answer_introduction(partner, introduction_id)
    for actor in (founder, partner):
        with visiting(actor):
            assert "Hai bên đã được giới thiệu" in client.get(LIST).get_data(as_text=True)


def test_after_a_no_both_lists_leave_the_pair_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    founder, partner, introduction_id = a_request()
    with acting_as(partner):
        deals.decline_introduction(partner, introduction_id)
    assert not investors_for(founder).items
    assert not companies_for(partner).items
    later = clock.now() + COOL_OFF
    monkeypatch.setattr("marketplace.matching.queries.outcomes.now", lambda: later)
    assert investors_for(founder).items
    assert companies_for(partner).items


def test_who_said_never_does_not_learn_from_the_lists_that_it_was_asked() -> None:
    enterprise, founder = a_published_enterprise()
    investor, partner = a_published_investor()
    mandate_id = a_published_mandate(enterprise, founder)
    a_published_mandate(investor, partner)
    with acting_as(partner):
        services.set_preference(partner, enterprise.id, "no")
    with acting_as(founder):
        introduction_id = deals.ask_introduction(founder, mandate_id, investor.id, new_id())
    with transaction():
        db.session.get_one(Engagement, introduction_id).expires_at = clock.now() - timedelta(days=1)
    assert deals.expire_introduction(introduction_id)
    assert outcomes() == [Outcome.ASKED, Outcome.ENDED]
    assert queries.pair_states(founder)[investor.id].outcome is Outcome.ENDED
    assert queries.pair_states(partner) == {}
    assert introductions_to_answer(partner) == []
    with acting_as(partner):
        services.set_preference(partner, enterprise.id, "open")
    assert [match.organisation_id for match in companies_for(partner).items] == [enterprise.id]


def over(outcome: Outcome, *names: str) -> tuple[list[Actor], list[str], str]:
    """An investor with a mandate whose pair with the first enterprise came to an end after this step."""
    investor, partner = a_published_investor()
    mandate_id = a_published_mandate(investor, partner)
    made = [a_published_enterprise(name) for name in names]
    ids = [enterprise.id for enterprise, _ in made]
    audience_id = open_audience("engagement", [investor.id, ids[0]])
    introduction = services.Introduction(new_id(), mandate_id, investor.id, ids[0], audience_id)
    for step in (Outcome.ASKED, outcome, Outcome.LOST if outcome is Outcome.DEAL else Outcome.ENDED):
        services.record_outcome(introduction, step)
    return [partner, *(founder for _, founder in made)], ids, investor.id


def shown_to(actor: Actor) -> list[str]:
    lists = companies_for if actor.organisation_kind == "investor" else investors_for
    return sorted(match.organisation_id for match in lists(actor).items)


@pytest.mark.parametrize(
    ("outcome", "days"), [(Outcome.ASKED, 90), (Outcome.INTRODUCED, 180), (Outcome.SECRECY, 365), (Outcome.DEAL, 365)]
)
def test_the_farther_a_pair_had_come_the_longer_it_rests_on_both_lists(
    monkeypatch: pytest.MonkeyPatch, outcome: Outcome, days: int
) -> None:
    (partner, founder), ids, investor_id = over(outcome, "Demo One")
    begun = clock.now()
    for passed, is_there in ((days - 1, False), (days + 1, True)):
        moment = begun + timedelta(days=passed)
        monkeypatch.setattr("marketplace.matching.queries.outcomes.now", lambda moment=moment: moment)
        assert shown_to(partner) == (ids if is_there else [])
        assert shown_to(founder) == ([investor_id] if is_there else [])


def test_a_new_mandate_of_either_side_brings_the_pair_back() -> None:
    (partner, founder), ids, investor_id = over(Outcome.INTRODUCED, "Demo One")
    a_published_mandate(organisations_by_id(ids)[ids[0]], founder)
    assert shown_to(partner) == ids
    assert shown_to(founder) == [investor_id]


def test_the_own_wish_brings_the_pair_back_on_the_own_list_alone(client: PageClient) -> None:
    (partner, founder), ids, _ = over(Outcome.DEAL, "Demo One")
    with visiting(partner):
        page = client.get(f"{LIST}/answers").get_data(as_text=True)
        assert "Demo One" in page
        assert "Một thương vụ giữa hai bên đã không thành" in page
        client.post(f"{LIST}/answers/{ids[0]}/yes", data={"page": "answers"})
        assert "Các cặp đang tạm nghỉ" not in client.get(f"{LIST}/answers").get_data(as_text=True)
    db.session.commit()
    assert shown_to(partner) == ids
    assert shown_to(founder) == []


def test_other_companies_of_the_group_rest_too_but_not_with_everybody() -> None:
    (partner, *founders), ids, investor_id = over(Outcome.INTRODUCED, "Demo One", "Demo Sister", "Demo Other")
    with acting_as(SYSTEM):
        group(SYSTEM, ids[:2])
    assert shown_to(partner) == [ids[2]]
    assert shown_to(founders[0]) == []
    assert shown_to(founders[1]) == [investor_id], "the sister knows of nothing, so its own list says nothing"


def test_who_asks_and_withdraws_does_not_learn_who_belongs_to_one_group() -> None:
    (partner, *_), ids, _ = over(Outcome.ASKED, "Demo One", "Demo Sister", "Demo Other")
    with acting_as(SYSTEM):
        group(SYSTEM, ids[:2])
    assert shown_to(partner) == sorted(ids[1:])


def test_a_deal_that_came_to_nothing_is_told_to_matching() -> None:
    pair = a_pair()
    deal_id = a_deal(pair)
    version = db.session.get_one(Deal, deal_id).version
    with acting_as(pair.owner):
        move_deal(pair.owner, deal_id, Move.ABANDON, "Demo: no agreement", version)
    assert outcomes()[-2:] == [Outcome.DEAL, Outcome.LOST]


def test_of_several_mandates_an_open_one_counts_before_an_ended_one() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    introduced = PairState(Outcome.INTRODUCED, "one", "m1", early)
    ended = PairState(Outcome.ENDED, "two", "m2", late)
    assert state_that_holds([ended, introduced]) is introduced
    assert state_that_holds([ended, PairState(Outcome.ENDED, "three", "m3", early)]) is ended
    assert not introduced.is_resting(late)
    assert ended.is_resting(late + COOL_OFF - timedelta(seconds=1))
    assert not ended.is_resting(late + COOL_OFF)
