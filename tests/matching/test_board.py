"""The board over whole rounds: after any changes, kills and races it holds what all pairs from scratch would."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from marketplace.foundation.actor import SYSTEM, Actor, NotFound, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.mandates import services as mandates
from marketplace.matching import services
from marketplace.matching.models import BoardList, BoardRound
from marketplace.matching.queries import blocks, books, ledger
from marketplace.matching.queries.board import Phase, entered, is_stale, progress
from marketplace.matching.queries.lists import views_of
from marketplace.matching.queries.matches import matches
from marketplace.matching.queries.readers import others_of, readings_of, with_answers
from marketplace.matching.rules import board as rules
from marketplace.matching.rules import boarding
from marketplace.matching.services import board
from marketplace.organisations.models import Organisation
from marketplace.profiles import services as profiles
from marketplace.profiles.queries import own_revisions
from tests.factories.mandates import a_published_mandate, a_raise, an_investment
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

pytestmark = pytest.mark.usefixtures("database", "small")

Place = tuple[Organisation, Actor]
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
Stored = dict[tuple[str, str], tuple[list[list[object]], bool]]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short lists, small blocks, and statistics that stay for a while, so that a few parties show everything."""
    monkeypatch.setattr(rules, "PLACES", 4)
    monkeypatch.setattr(rules, "LEAST", 3)
    monkeypatch.setattr(boarding, "WIDE", 5)
    monkeypatch.setattr(blocks, "FIRST", 2)
    monkeypatch.setattr("marketplace.matching.queries.board.FIRST", 2)
    monkeypatch.setattr(board, "LISTS", 2)
    monkeypatch.setattr(ledger, "FINE", 1)


@pytest.fixture(autouse=True)
def as_system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def a_world(enterprises: int = 6, investors: int = 3) -> list[Place]:
    places = [
        a_published_enterprise(f"Demo Firm {number}", technologies=("ai", "cloud", "iot")[: number % 4])
        for number in range(enterprises)
    ]
    return places + [a_published_investor(f"Demo Fund {number}") for number in range(investors)]


def settle(**options: bool) -> None:
    """Everything there is to do."""
    board.catch_up(60, **options)
    assert progress().is_done


def stored() -> Stored:
    return {
        (row.organisation_id, row.view_key): (row.places, row.whole)
        for row in db.session.scalars(select(BoardList).execution_options(populate_existing=True))
    }


def from_scratch() -> Stored:
    """What all pairs say, whatever is stored."""
    held = books.renewed()
    change = blocks.Change(held, None, with_answers(), now())
    found: Stored = {}
    for reading in readings_of(held):
        others = others_of(reading.view, held)
        made = blocks.Block([reading], others, others.of(()), change).made_anew()
        places = made[reading.key]
        rows = [list(candidate.place) for candidate in places.held]
        found[reading.organisation_id, reading.view.key] = (rows, places.whole)
    return found


def assert_settled_like_scratch() -> None:
    """Each list is the beginning of the list from scratch, long enough, and no list is missing or too many."""
    kept, scratch = stored(), from_scratch()
    assert kept.keys() == scratch.keys()
    for key, (places, whole) in kept.items():
        expected, all_of_them = scratch[key]
        assert [place[:2] for place in places] == [place[:2] for place in expected[: len(places)]], key
        assert [place[2] for place in places] == pytest.approx([place[2] for place in expected[: len(places)]], abs=3)
        assert len(places) >= min(rules.LEAST, len(expected))
        assert not whole or (all_of_them and len(places) == len(expected))


def test_the_first_round_makes_the_lists_that_pages_show() -> None:
    places = a_world()
    assert is_stale()
    settle()
    assert not is_stale()
    for _, actor in places:
        for view in views_of(actor):
            held, whole = stored()[str(actor.organisation_id), view.key]
            shown = [(match.profile_id, match.mandate_id or "") for match in matches(actor, view, size=50).items]
            assert [(place[0], place[1]) for place in held] == shown[: len(held)]
            assert whole == (len(shown) <= rules.PLACES)
            assert len(held) == min(len(shown), rules.PLACES)


class Life:
    """Things that parties do, at random and always in the same order."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.places = a_world()
        self.live: dict[str, list[tuple[Actor, str]]] = {}
        self.gone: set[str] = set()

    def step(self) -> None:
        place, actor = self.chance.choice(self.places)
        choices = [self._publish, self._publish, self._open, self._close, self._answer, self._withdraw]
        self.chance.choice(choices)(place, actor)

    def _publish(self, place: Organisation, actor: Actor) -> None:
        technologies = tuple(self.chance.sample(["ai", "cloud", "iot", "fintech"], self.chance.randint(0, 3)))
        sectors = tuple(self.chance.sample(["finance", "health", "energy"], self.chance.randint(0, 2)))
        country = "VN" if place.kind == "enterprise" else self.chance.choice(["SG", "JP", "VN"])
        name = place.name.best("en")
        content = a_profile(name, kind=place.kind, technologies=technologies, sectors=sectors, country=country)
        profiles.publish_profile(actor, place.id, content)
        self.gone.discard(place.id)

    def _open(self, place: Organisation, actor: Actor) -> None:
        if place.id in self.gone:
            return
        sectors = tuple(self.chance.sample(["finance", "health", "energy"], self.chance.randint(0, 2)))
        wanted = a_raise(sectors=sectors) if place.kind == "enterprise" else an_investment(sectors=sectors)
        self.live.setdefault(place.id, []).append((actor, a_published_mandate(place, actor, wanted)))

    def _close(self, place: Organisation, _actor: Actor) -> None:
        if self.live.get(place.id):
            owner, mandate_id = self.live[place.id].pop()
            mandates.withdraw_mandate(owner, mandate_id)

    def _answer(self, place: Organisation, actor: Actor) -> None:
        other, _ = self.chance.choice(self.places)
        if other.id != place.id and other.id not in self.gone:
            services.set_preference(actor, other.id, self.chance.choice(["must", "yes", "later", "no", "open"]))

    def _withdraw(self, place: Organisation, actor: Actor) -> None:
        if place.id not in self.gone:
            profiles.withdraw_profile(actor, place.id)
            self.gone.add(place.id)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_the_board_is_what_all_pairs_say(seed: int) -> None:
    life = Life(seed)
    settle()
    phases = set()
    for _ in range(10):
        for _ in range(life.chance.randint(1, 3)):
            life.step()
        board.catch_up(0)
        phases.add(progress().phase)
        settle()
        assert_settled_like_scratch()
    assert Phase.MERGING in phases


class Killed(BaseException):
    """The process is gone: nothing is tidied."""


@pytest.fixture
def kill_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let a worker die at its n-th step that writes, with its lease in its hands."""

    def arrange(steps: int) -> None:
        left = [steps]
        noting = board._note

        def dying(held: board._Round, **values: object) -> None:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            noting(held, **values)

        with monkeypatch.context() as dead:
            dead.setattr(board, "_note", dying)
            dead.setattr(board, "_let_go", lambda _owner: None)
            try:
                board.catch_up(60)
            except Killed:
                db.session.rollback()

    return arrange


def lease_runs_out() -> None:
    with transaction() as session:
        session.execute(update(BoardRound).values(lease_until=now() - timedelta(seconds=1)))


@pytest.mark.parametrize("steps", range(9))
def test_after_a_kill_at_any_step_the_next_worker_goes_on(kill_after: Callable[[int], None], steps: int) -> None:
    life = Life(seed=steps)
    settle()
    life.step()
    life.step()
    kill_after(steps)
    if progress().is_running:
        waiting = stored()
        board.catch_up(60)
        assert stored() == waiting
    life.step()  # and the world goes on meanwhile
    lease_runs_out()
    settle()
    settle()
    assert not is_stale()
    assert_settled_like_scratch()


def test_a_change_and_its_opposite_around_a_kill_are_both_seen(kill_after: Callable[[int], None]) -> None:
    places = a_world()
    place, actor = places[0]
    settle()
    before = stored()
    profiles.withdraw_profile(actor, place.id)
    kill_after(3)
    profiles.restore_revision(actor, place.id, own_revisions(actor, place.id)[0].id)
    lease_runs_out()
    settle()
    settle()
    assert_settled_like_scratch()
    assert stored().keys() == before.keys()


def test_a_round_is_done_in_small_pieces() -> None:
    a_world()
    done = [board.catch_up(0).done]
    while not progress().is_done:
        done.append(board.catch_up(0).done)
    assert done == sorted(set(done)), "each call does a block, and none twice"
    assert len(done) >= 5
    assert progress().done == progress().total == len(stored())
    assert_settled_like_scratch()


def test_two_workers_at_once_do_everything_once(app: Flask) -> None:
    a_world()
    both = threading.Barrier(2)

    def work() -> None:
        with app.app_context(), acting_as(SYSTEM):
            both.wait()
            board.catch_up(60)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    settle()
    assert progress().number == 1
    assert_settled_like_scratch()


def test_a_worker_whose_lease_was_taken_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    places = a_world()
    settle()
    place, actor = places[0]
    profiles.publish_profile(actor, place.id, a_profile("Demo Firm 0", technologies=("iot",)))
    results = blocks.Block.results
    taken: list[bool] = []

    def slow(self: blocks.Block) -> object:
        found = results(self)
        if not taken:
            taken.append(True)
            lease_runs_out()
            settle()
            taken_over.append(stored())
        return found

    taken_over: list[Stored] = []
    monkeypatch.setattr(blocks.Block, "results", slow)
    board.catch_up(60)
    assert stored() == taken_over[0]
    assert progress().is_done
    assert not progress().is_running
    assert_settled_like_scratch()


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
