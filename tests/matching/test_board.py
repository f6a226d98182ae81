"""The board over whole rounds: after any changes, kills and races it holds what all pairs from scratch would."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from marketplace.foundation.actor import SYSTEM, Actor, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.mandates import services as mandates
from marketplace.matching import services
from marketplace.matching.models import BoardRound
from marketplace.matching.queries import blocks
from marketplace.matching.queries.board import Phase, is_stale, progress
from marketplace.matching.queries.lists import views_of
from marketplace.matching.queries.matches import matches
from marketplace.matching.rules import board as rules
from marketplace.matching.services import board
from marketplace.organisations.models import Organisation
from marketplace.profiles import services as profiles
from marketplace.profiles.queries import own_revisions
from tests.factories.mandates import a_published_mandate, a_raise, an_investment
from tests.factories.profiles import a_profile
from tests.matching.boards import (
    Stored,
    a_world,
    as_system,
    assert_settled_like_scratch,
    settle,
    small,
    stored,
)

pytestmark = [pytest.mark.usefixtures("database", "small", "as_system"), pytest.mark.slow]
__all__ = ["as_system", "small"]


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


def work_twice(app: Flask, work: Callable[[], object]) -> None:
    """Two workers begin at the same moment."""
    both = threading.Barrier(2)

    def begin() -> None:
        with app.app_context(), acting_as(SYSTEM):
            both.wait()
            work()

    workers = [threading.Thread(target=begin) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)


def after_a_change() -> None:
    """A board that is settled, and one party that changed since."""
    places = a_world()
    settle()
    place, actor = places[0]
    profiles.publish_profile(actor, place.id, a_profile("Demo Firm 0", technologies=("iot",)))


@pytest.mark.parametrize("begin", [a_world, after_a_change])
def test_two_workers_at_once_do_everything_once(app: Flask, begin: Callable[[], object]) -> None:
    begin()
    rounds = progress().number
    work_twice(app, lambda: board.catch_up(60))
    settle()
    assert progress().number == rounds + 1
    assert_settled_like_scratch()


@pytest.mark.concurrency
def test_two_workers_who_take_each_block_from_the_other_leave_the_board_as_it_should_be(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_a_change()

    def hurried() -> None:
        for _ in range(8):
            board.catch_up(0)

    with monkeypatch.context() as short:
        short.setattr(board, "LEASE", timedelta(0))  # over as soon as it is taken
        work_twice(app, hurried)
    settle()
    assert not is_stale()
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
