"""What readers are told of their boards: who entered, and nobody who may not be shown this moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from marketplace.foundation.actor import NotFound, acting_as
from marketplace.foundation.clock import now
from marketplace.mandates import services as mandates
from marketplace.matching import services
from marketplace.matching.queries import blocks, books
from marketplace.matching.queries.board import Phase, entered, is_stale, progress
from marketplace.matching.queries.readers import readings_of
from marketplace.matching.rules import board as rules
from marketplace.matching.services import board
from marketplace.organisations.models import Organisation
from marketplace.profiles import services as profiles
from marketplace.profiles.queries import own_revisions
from tests.factories.mandates import a_published_mandate, an_investment
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor
from tests.matching.boards import (
    BEGINNING,
    a_world,
    as_system,
    assert_settled_like_scratch,
    settle,
    small,
    stored,
)

pytestmark = pytest.mark.usefixtures("database", "small", "as_system")
__all__ = ["as_system", "small"]


def test_who_entered_is_told_with_place_and_score() -> None:
    a_world(enterprises=2, investors=1)
    founder_place, founder = a_published_enterprise("Demo Raising")
    a_published_mandate(founder_place, founder)
    settle()
    moment = now()
    assert {each.view_key.split("-")[0] for each in entered(founder_place.id, BEGINNING)} >= {"could_invest"}
    assert entered(founder_place.id, moment) == []
    fund, _ = a_published_investor("Demo New Fund")
    settle()
    new = [each for each in entered(founder_place.id, moment) if each.view_key.startswith("could_invest")]
    assert [(each.organisation_id, each.profile_id) for each in new] == [(fund.id, fund.id)]
    assert 1 <= new[0].place <= 2
    assert 1 <= new[0].score <= 99
    assert new[0].entered_at > moment


def test_nobody_else_may_read_a_partys_board() -> None:
    (first, owner), (_, other) = a_world(enterprises=2, investors=1)[:2]
    settle()
    with acting_as(owner):
        assert entered(first.id, BEGINNING)
    with acting_as(other), pytest.raises(NotFound):
        entered(first.id, BEGINNING)


def organisations_entered(place: Organisation) -> set[str]:
    return {each.organisation_id for each in entered(place.id, BEGINNING)}


def test_a_veto_counts_at_once_and_in_the_next_round_on_both_sides() -> None:
    (place, founder), (fund, partner) = a_world(enterprises=1, investors=1)
    settle()
    came = {each.organisation_id: each.entered_at for each in entered(fund.id, BEGINNING)}
    assert organisations_entered(place) == {fund.id}
    services.set_preference(founder, fund.id, "no")
    assert organisations_entered(place) == set()
    assert organisations_entered(fund) == set()
    assert is_stale()
    settle()
    assert_settled_like_scratch()
    assert all(places == [] for places, _ in stored().values())
    services.set_preference(founder, fund.id, "open")
    settle()
    assert {each.organisation_id: each.entered_at for each in entered(fund.id, BEGINNING)} == came
    assert partner.organisation_id == fund.id


def test_a_veto_in_the_middle_of_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    places = a_world()
    (place, founder), (fund, _) = places[0], places[-1]
    results = blocks.Block.results
    said: list[bool] = []

    def meanwhile(self: blocks.Block) -> object:
        found = results(self)
        if not said:
            said.append(True)
            services.set_preference(founder, fund.id, "no")
        return found

    monkeypatch.setattr(blocks.Block, "results", meanwhile)
    settle()
    assert is_stale()
    assert fund.id not in organisations_entered(place)
    settle()
    assert not is_stale()
    assert_settled_like_scratch()


def test_a_mandate_closed_in_the_middle_is_in_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    places = a_world()
    place, founder = places[0]
    mandate_id = a_published_mandate(place, founder)
    results = blocks.Block.results
    closed: list[bool] = []

    def meanwhile(self: blocks.Block) -> object:
        found = results(self)
        if not closed:
            closed.append(True)
            mandates.withdraw_mandate(founder, mandate_id)
        return found

    monkeypatch.setattr(blocks.Block, "results", meanwhile)
    settle()
    assert not [each for each in entered(place.id, BEGINNING) if mandate_id in each.view_key]
    settle()
    assert_settled_like_scratch()
    assert mandate_id not in str(stored())


def test_who_withdraws_is_told_to_nobody_any_more_before_any_round() -> None:
    (place, _), (fund, partner) = a_world(enterprises=1, investors=1)
    settle()
    profiles.withdraw_profile(partner, fund.id)
    assert organisations_entered(place) == set()


def test_a_hard_criterion_of_this_moment_counts() -> None:
    (place, _), (fund, partner) = a_world(enterprises=1, investors=1)
    mandate_id = a_published_mandate(fund, partner, an_investment(sectors=(), technologies=()))
    settle()
    assert organisations_entered(fund) == {place.id}
    mandates.publish_mandate(partner, mandate_id, an_investment(sectors=(), markets=(), excluded_countries=("VN",)))
    assert organisations_entered(fund) == set()


def test_leaving_and_coming_back_soon_is_not_new() -> None:
    with time_machine.travel(datetime(2026, 6, 1, 3, tzinfo=UTC)) as clock:
        (place, _), (fund, partner) = a_world(enterprises=1, investors=1)
        settle()
        first = now()
        clock.shift(timedelta(days=1))
        profiles.withdraw_profile(partner, fund.id)
        settle()
        clock.shift(timedelta(days=5))
        back = own_revisions(partner, fund.id)[0].id
        profiles.restore_revision(partner, fund.id, back)
        settle()
        assert entered(place.id, first) == []
        profiles.withdraw_profile(partner, fund.id)
        settle()
        clock.shift(rules.AWAY)
        profiles.restore_revision(partner, fund.id, back)
        settle()
        assert {each.organisation_id for each in entered(place.id, first)} == {fund.id}


def test_on_a_new_day_everything_is_made_anew_and_nobody_is_new() -> None:
    with time_machine.travel(datetime(2026, 6, 1, 3, tzinfo=UTC)) as clock:
        places = a_world()
        settle()
        moment, round_before = now(), progress().number
        assert not is_stale()
        clock.shift(timedelta(days=1))
        assert is_stale()
        board.catch_up(0)
        assert progress().phase is Phase.ANEW
        settle()
        assert progress().number == round_before + 1
        assert_settled_like_scratch()
        assert all(entered(place.id, moment) == [] for place, _ in places)


def test_who_was_put_off_comes_back_when_the_time_is_over() -> None:
    with time_machine.travel(datetime(2026, 6, 1, 3, tzinfo=UTC)) as clock:
        (place, founder), (fund, _) = a_world(enterprises=1, investors=1)
        services.set_preference(founder, fund.id, "later", 1)
        settle()
        assert organisations_entered(place) == set()
        clock.shift(timedelta(days=40))
        settle()
        assert organisations_entered(place) == {fund.id}
        assert_settled_like_scratch()


def test_a_draft_is_a_round_without_lists() -> None:
    places = a_world(enterprises=2, investors=1)
    settle()
    before = stored()
    place, actor = places[0]
    profiles.save_draft(actor, place.id, a_profile("Demo Nháp"))
    settle()
    assert stored() == before
    assert progress().total == 0


def test_an_answer_is_a_round_about_the_lists_that_answers_touch() -> None:
    places = a_world()
    settle()
    (place, founder), (fund, _) = places[0], places[-1]
    services.set_preference(founder, fund.id, "no")
    settle()
    touched = readings_of(books.renewed(), [place.id, fund.id])
    assert progress().total == len(touched) < len(stored())
    assert_settled_like_scratch()


@pytest.mark.parametrize("back", ["open", "no"])
def test_what_an_answer_taught_goes_with_the_answer(back: str) -> None:
    places = a_world()
    settle()
    (place, _), (fund, partner) = places[1], places[-1]
    of_fund = {key: held for key, held in stored().items() if key[0] == fund.id}
    services.set_preference(partner, place.id, "must")
    settle()
    assert {key: stored()[key] for key in of_fund} != of_fund
    services.set_preference(partner, place.id, back)
    settle()
    assert_settled_like_scratch()


def test_of_one_list_is_told_without_the_others() -> None:
    (place, _), *_rest = a_world()
    settle()
    everything = entered(place.id, BEGINNING)
    assert len({each.view_key for each in everything}) > 1
    for key in {each.view_key for each in everything}:
        assert entered(place.id, BEGINNING, key) == [each for each in everything if each.view_key == key]
    assert entered(place.id, BEGINNING, "nobody_asked") == []
