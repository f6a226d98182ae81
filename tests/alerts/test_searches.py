"""A search that is followed tells what is new, once, whatever happens in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from marketplace.accounts.services import suspend
from marketplace.alerts import services, tasks
from marketplace.alerts.models import Digest, Source
from marketplace.alerts.queries import finders
from marketplace.alerts.queries.sources import people_due
from marketplace.alerts.rules.frequency import Frequency, Kind
from marketplace.alerts.services import gathering
from marketplace.discovery.rules import Kept
from marketplace.discovery.services import delete_search, save_search
from marketplace.foundation import turns
from marketplace.foundation.actor import SYSTEM, Actor, NotAllowed, NotFound, Role, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.search import engine
from marketplace.matching.services import set_preference
from marketplace.notifications.models import Delivery
from marketplace.notifications.rules import Wishes, next_digest
from marketplace.notifications.services import choose
from marketplace.organisations.models import Membership
from marketplace.profiles import services as profiles
from tests.factories.accounts import a_person
from tests.factories.alerts import AI, a_followed_search, a_week_later, let_a_week_pass, looked_at, source_of
from tests.factories.organisations import an_actor, an_enterprise
from tests.factories.products import a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise

if TYPE_CHECKING:
    from flask import Flask

Settle = Callable[[], None]
OTHER = {"technologies": ("iot",)}


def things(digest: Digest | None) -> dict[str, str]:
    """What a digest tells, by id, and why."""
    return {} if digest is None else {thing: why for part in digest.parts for thing, why in part["things"]}


def test_what_was_there_is_not_told_and_what_comes_is(keeper: Actor, settle: Settle) -> None:
    a_published_enterprise("Demo Old")
    settle()
    a_followed_search(keeper)
    assert a_week_later(keeper) is None
    fresh, _ = a_published_enterprise("Demo Fresh")
    a_published_enterprise("Demo Other", **OTHER)
    settle()
    assert things(a_week_later(keeper)) == {fresh.id: "new"}
    assert a_week_later(keeper) is None


def test_what_comes_before_the_first_look_is_told(keeper: Actor, settle: Settle) -> None:
    with acting_as(keeper):
        save_search(keeper, AI, "Demo AI", new_id(), Frequency.DAILY)
    fresh, _ = a_published_enterprise("Demo Fresh")
    settle()
    assert looked_at(keeper) is None
    assert things(a_week_later(keeper)) == {fresh.id: "new"}


def test_an_edit_that_makes_it_match_is_told_and_one_of_what_matched_is_not(
    keeper: Actor, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, owner = a_published_enterprise("Demo Held")
    turned, other = a_published_enterprise("Demo Turned", **OTHER)
    settle()
    a_followed_search(keeper)
    profiles.publish_profile(owner, held.id, a_profile("Demo Held", employees=12))
    profiles.publish_profile(other, turned.id, a_profile("Demo Turned"))
    settle()
    long_ago = now() - timedelta(days=30)
    monkeypatch.setattr(gathering, "first_public", lambda ids: dict.fromkeys(ids, long_ago))
    assert things(a_week_later(keeper)) == {turned.id: "changed"}


def test_a_withdrawn_thing_that_comes_back_is_not_told_again(keeper: Actor, settle: Settle) -> None:
    place, owner = a_published_enterprise("Demo Held")
    settle()
    a_followed_search(keeper)
    profiles.withdraw_profile(owner, place.id)
    settle()
    assert a_week_later(keeper) is None
    profiles.publish_profile(owner, place.id, a_profile("Demo Held"))
    settle()
    assert a_week_later(keeper) is None


def test_words_filters_and_products_count_and_ones_own_things_do_not(settle: Settle, keeper: Actor) -> None:
    a_followed_search(keeper, Kept("everything", {"q": "ví điện tử"}), "Demo wallets")
    place, owner = a_published_enterprise("Demo Maker")
    product = a_published_product(place, owner, "Demo Ví Điện Tử")
    mine = db.session.get_one(type(place), str(keeper.organisation_id))
    profiles.publish_profile(SYSTEM, mine.id, a_profile("Demo Ví Điện Tử của tôi"))
    settle()
    assert things(a_week_later(keeper)) == {product: "new"}


def test_who_never_wants_to_meet_is_not_told_of_on_either_side(keeper: Actor, settle: Settle) -> None:
    profiles.publish_profile(SYSTEM, str(keeper.organisation_id), a_profile("Demo Keeper"))
    a_followed_search(keeper)
    _shy, theirs = a_published_enterprise("Demo Shy")
    with acting_as(theirs):
        set_preference(theirs, str(keeper.organisation_id), "no")
    settle()
    assert a_week_later(keeper) is None


def test_an_index_that_is_away_or_empty_loses_nothing(keeper: Actor, settle: Settle) -> None:
    a_followed_search(keeper)
    fresh, _ = a_published_enterprise("Demo Fresh")
    settle()
    engine().clear()
    assert things(a_week_later(keeper)) == {fresh.id: "new"}


def test_a_code_that_has_ended_finds_nothing_instead_of_everything(keeper: Actor, settle: Settle) -> None:
    search = a_followed_search(keeper, Kept("company", {"technology": ["nobody_knows"]}), "Demo ended")
    a_published_enterprise("Demo Fresh")
    settle()
    assert a_week_later(keeper) is None
    assert source_of(keeper, search).known is None


# ------------------------------------------------------------------ what looking costs


def test_whose_it_is_vetoes_and_first_publications_are_asked_once_for_all_searches(
    keeper: Actor, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, kept in enumerate((AI, Kept("company", {"q": "demo"}), Kept("everything", {"q": "demo fresh"}))):
        a_followed_search(keeper, kept, f"Demo {number}")
    for number in range(3):
        a_published_enterprise(f"Demo Fresh {number}")
    settle()
    asked: list[str] = []

    def counted(name: str) -> Callable[..., object]:
        ask = getattr(gathering, name)

        def noted(*given: object) -> object:
            asked.append(name)
            return ask(*given)

        return noted

    for name in ("reader", "vetoes_around", "first_public"):
        monkeypatch.setattr(gathering, name, counted(name))
    digest = a_week_later(keeper)
    assert digest is not None
    assert digest.things == 9
    assert sorted(asked) == ["first_public", "reader", "vetoes_around"]


@pytest.mark.parametrize("words", ["demo fresh", "robots banf"])
def test_where_nothing_is_new_only_what_changed_is_looked_through(keeper: Actor, settle: Settle, words: str) -> None:
    """Also for words that nothing holds, and that could be Telex keys of others."""
    a_followed_search(keeper, Kept("everything", {"q": words}), "Demo words")
    settle()
    let_a_week_pass()
    read: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_other: object) -> None:
        if "FROM index_state" in statement:
            read.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert looked_at(keeper) is None
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert read
    assert all("index_state.changed_at >" in statement for statement in read)


# ------------------------------------------------------------------ crashes, repetitions, two workers


class Crash(Exception):
    """The process dies here."""


def test_a_run_that_dies_before_its_end_has_told_nothing_and_lost_nothing(
    keeper: Actor, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = a_followed_search(keeper)
    fresh, _ = a_published_enterprise("Demo Fresh")
    settle()
    let_a_week_pass()
    before = source_of(keeper, search).mark

    def die(*_given: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(gathering, "notify", die)
        with pytest.raises(Crash):
            looked_at(keeper)
    assert source_of(keeper, search).mark == before
    assert db.session.scalars(select(Digest)).all() == []
    assert things(a_week_later(keeper)) == {fresh.id: "new"}
    assert len(db.session.scalars(select(Delivery)).all()) == 1


def test_one_that_cannot_be_looked_at_is_looked_at_soon_and_keeps_nothing_and_nobody_else_away(
    keeper: Actor, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = a_followed_search(keeper, Kept("company", {"q": "demo"}), "Demo broken")
    a_followed_search(keeper)
    fresh, _ = a_published_enterprise("Demo Fresh")
    settle()
    held = finders.finder_of(Kind.SEARCH)
    assert held is not None

    def look(actor: Actor, key: str, since: object) -> object:
        if key == broken:
            raise Crash
        return held.look(actor, key, since)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setitem(finders._FINDERS, Kind.SEARCH, finders.Finder(held.owns, look, held.parties))  # type: ignore[arg-type]
        first = a_week_later(keeper)
    assert first is not None
    assert [part["source"] for part in first.parts] != [source_of(keeper, broken).id]
    assert people_due(now(), 9) == [], "who fails does not stand before those who wait"
    assert people_due(now() + gathering.LOOK_AGAIN, 9) == [keeper.person_id]
    assert things(a_week_later(keeper)) == {fresh.id: "new"}


@pytest.mark.concurrency
def test_eight_workers_write_one_digest(app: Flask, keeper: Actor, settle: Settle) -> None:
    a_followed_search(keeper)
    a_published_enterprise("Demo Fresh")
    settle()
    let_a_week_pass()
    ready = threading.Barrier(8)
    written: list[str | None] = []

    def work() -> None:
        with app.app_context(), acting_as(SYSTEM):
            ready.wait()
            written.append(services.gather(str(keeper.person_id)))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    db.session.commit()
    assert len(written) == 8
    assert len([each for each in written if each]) == 1
    assert len(db.session.scalars(select(Digest)).all()) == 1
    assert len(db.session.scalars(select(Delivery)).all()) == 1


def test_the_round_takes_some_people_at_a_time_and_goes_on_with_the_others(
    settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [an_actor(an_enterprise(), Role.VIEWER) for _ in range(3)]
    for each in people:
        a_followed_search(each)
    a_published_enterprise("Demo Fresh")
    settle()
    let_a_week_pass()
    monkeypatch.setattr(turns, "AT_ONCE", 1)
    with acting_as(SYSTEM):
        with monkeypatch.context() as hurried:
            hurried.setattr(tasks, "SECONDS_A_ROUND", 0)
            tasks.gather()
        assert len(people_due(now(), 9)) == 2
        tasks.gather()
    assert people_due(now(), 9) == []
    assert len(db.session.scalars(select(Digest)).all()) == 3


def test_who_fails_keeps_nobody_else_away(keeper: Actor, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    other = an_actor(an_enterprise(), Role.VIEWER)
    for each in (keeper, other):
        a_followed_search(each)
    a_published_enterprise("Demo Fresh")
    settle()
    let_a_week_pass()
    gather, tried = services.gather, []

    def failing(person_id: str) -> str | None:
        tried.append(person_id)
        if person_id == keeper.person_id:
            raise Crash
        return gather(person_id)

    monkeypatch.setattr(services, "gather", failing)
    monkeypatch.setattr(turns, "AT_ONCE", 1)
    with acting_as(SYSTEM), pytest.raises(Crash):
        tasks.gather()
    assert sorted(tried) == sorted([str(keeper.person_id), str(other.person_id)])
    assert people_due(now(), 9) == [keeper.person_id]


# ------------------------------------------------------------------ who, and when


def test_it_is_looked_at_next_at_the_persons_own_hour(keeper: Actor) -> None:
    wishes = Wishes(zone="America/New_York", digest_hour=18)
    choose(keeper, wishes)
    search = a_followed_search(keeper)
    assert source_of(keeper, search).due_at == next_digest(wishes, now())


def test_another_hour_moves_what_waits(keeper: Actor, settle: Settle) -> None:
    search = a_followed_search(keeper)
    wishes = Wishes(zone="Pacific/Auckland", digest_hour=3)
    with acting_as(keeper):
        choose(keeper, wishes)
    settle()
    assert source_of(keeper, search).due_at == next_digest(wishes, now())


def test_who_left_or_was_suspended_is_told_nothing(keeper: Actor, settle: Settle) -> None:
    leaver = an_actor(an_enterprise(), Role.VIEWER)
    kept = a_followed_search(leaver)
    a_followed_search(keeper)
    a_published_enterprise("Demo Fresh")
    settle()
    with transaction() as session:
        session.delete(session.scalars(select(Membership).where(Membership.person_id == leaver.person_id)).one())
    suspend(SYSTEM, str(keeper.person_id))
    let_a_week_pass()
    with acting_as(SYSTEM):
        tasks.gather()
    assert db.session.scalars(select(Digest)).all() == []
    assert db.session.scalars(select(Source.key)).all() != [kept]
    assert keeper.person_id not in people_due(now(), 9)


def test_a_deleted_search_tells_nothing_more(keeper: Actor, settle: Settle) -> None:
    search = a_followed_search(keeper)
    with acting_as(keeper):
        delete_search(keeper, search)
    a_published_enterprise("Demo Fresh")
    settle()
    assert a_week_later(keeper) is None
    assert db.session.scalars(select(Source)).all() == []


def test_a_pause_keeps_the_place_and_a_stop_forgets_it(keeper: Actor, settle: Settle) -> None:
    search = a_followed_search(keeper)
    source = source_of(keeper, search).id
    with acting_as(keeper):
        services.pause(keeper, source)
    first, _ = a_published_enterprise("Demo First")
    settle()
    assert a_week_later(keeper) is None
    with acting_as(keeper):
        services.resume(keeper, source)
    assert things(a_week_later(keeper)) == {first.id: "new"}
    with acting_as(keeper):
        services.stop(keeper, source)
        services.stop(keeper, source)
    a_published_enterprise("Demo Second")
    settle()
    with acting_as(keeper):
        services.choose(keeper, Kind.SEARCH, search, Frequency.WEEKLY)
    looked_at(keeper)
    assert a_week_later(keeper) is None


def test_nobody_follows_or_changes_what_is_anothers(keeper: Actor) -> None:
    search = a_followed_search(keeper)
    source = source_of(keeper, search).id
    stranger = an_actor(an_enterprise(), Role.ADMIN, a_person())
    with acting_as(stranger):
        with pytest.raises(NotFound):
            services.choose(stranger, Kind.SEARCH, search, Frequency.DAILY)
        for move in (services.pause, services.resume, services.stop):
            with pytest.raises(NotFound):
                move(stranger, source)
    nobody = Actor(person_id=stranger.person_id)
    with acting_as(nobody), pytest.raises(NotAllowed):
        services.choose(nobody, Kind.SEARCH, search, Frequency.DAILY)
    assert source_of(keeper, search).frequency == Frequency.DAILY
