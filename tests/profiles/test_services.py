"""Publishing a profile writes the rows that lists and matching read, and nothing before that."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from marketplace.foundation.actor import ANONYMOUS, SYSTEM, Actor, NotFound, Refused
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.text import Localised
from marketplace.foundation.versions import Conflict
from marketplace.organisations.models import Organisation
from marketplace.profiles import queries, services
from marketplace.profiles.content import Certificate, FigureStatus, PastDeal, YearFigure
from marketplace.profiles.models import Profile, ProfileCode, ProfileFigure
from marketplace.publishing.services import Outcome
from tests.factories.organisations import an_actor, an_enterprise
from tests.factories.profiles import a_profile, a_published_enterprise

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def owner(database: SQLAlchemy) -> Actor:
    return an_actor(an_enterprise("Demo Sao Biển"))


def own_id(actor: Actor) -> str:
    return str(actor.organisation_id)


def facts_named(database: SQLAlchemy, name: str) -> list[Fact]:
    return list(database.session.scalars(select(Fact).where(Fact.name == name)))


def test_a_draft_is_invisible_to_the_world(owner: Actor, database: SQLAlchemy) -> None:
    services.save_draft(owner, own_id(owner), a_profile())

    with pytest.raises(NotFound):
        queries.live_profile(ANONYMOUS, own_id(owner))
    assert queries.live_contents() == {}
    assert queries.all_ids() == []
    assert facts_named(database, "profiles.profiles_published") == []


def test_a_draft_does_not_exist_for_other_organisations(owner: Actor) -> None:
    services.save_draft(owner, own_id(owner), a_profile())

    with pytest.raises(NotFound):
        queries.own_profile(an_actor(an_enterprise()), own_id(owner))


def test_publishing_writes_rows_and_one_fact(owner: Actor, database: SQLAlchemy) -> None:
    whole = a_profile(
        certificates=(Certificate("iso", markets=("JP",)),),
        past_deals=(PastDeal(counterparty_name="Demo Fund", type="fundraising", month="2023-04"),),
    )
    profile_id = services.publish_profile(owner, own_id(owner), whole)

    row, shown = queries.live_profile(ANONYMOUS, profile_id)
    assert shown == whole
    assert (row.organisation_id, row.province, row.live) == (own_id(owner), "01", True)
    codes = database.session.scalars(select(ProfileCode.code).where(ProfileCode.taxonomy == "technology"))
    assert sorted(codes) == ["ai", "cloud"]
    assert [fact.values for fact in facts_named(database, "profiles.profiles_published")] == [
        {"profile_ids": [profile_id]}
    ]


def test_editing_what_is_live_goes_to_a_draft_while_the_old_stays(owner: Actor) -> None:
    services.publish_profile(owner, own_id(owner), a_profile())
    services.save_draft(owner, own_id(owner), a_profile(employees=50))

    own = queries.own_profile(owner, own_id(owner))
    assert own.draft is not None
    assert own.draft.employees == 50
    assert queries.live_profile(ANONYMOUS, own_id(owner))[1].employees is None


def test_publishing_the_draft_makes_it_live(owner: Actor) -> None:
    services.save_draft(owner, own_id(owner), a_profile(employees=50))
    services.publish_draft(owner, own_id(owner))

    assert queries.live_profile(ANONYMOUS, own_id(owner))[1].employees == 50
    assert queries.own_profile(owner, own_id(owner)).draft is None


def test_without_a_draft_there_is_nothing_to_publish(owner: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        services.publish_draft(owner, own_id(owner))
    assert refusal.value.code == "profiles.no_draft"


def test_publishing_the_same_again_changes_nothing(owner: Actor, database: SQLAlchemy) -> None:
    services.publish_profile(owner, own_id(owner), a_profile())
    before = queries.own_profile(owner, own_id(owner)).version
    services.publish_profile(owner, own_id(owner), a_profile())

    assert queries.own_profile(owner, own_id(owner)).version == before
    assert len(facts_named(database, "profiles.profiles_published")) == 1


def test_a_late_form_publishes_nothing(owner: Actor) -> None:
    services.publish_profile(owner, own_id(owner), a_profile())
    opened_on = queries.own_profile(owner, own_id(owner)).version
    services.publish_profile(owner, own_id(owner), a_profile(employees=10), expected_version=opened_on)

    with pytest.raises(Conflict):
        services.publish_profile(owner, own_id(owner), a_profile(employees=99), expected_version=opened_on)
    assert queries.live_profile(ANONYMOUS, own_id(owner))[1].employees == 10


def test_the_organisation_bears_the_name_and_code_that_its_profile_shows(owner: Actor, database: SQLAlchemy) -> None:
    name = Localised(vi="Công ty Demo Đổi Tên", en="Demo Renamed")
    services.publish_profile(owner, own_id(owner), replace(a_profile(), name=name, enterprise_code="0100109106"))

    organisation = database.session.get_one(Organisation, own_id(owner))
    assert (organisation.name, organisation.enterprise_code) == (name, "0100109106")


def test_two_parties_cannot_bear_one_enterprise_code(owner: Actor) -> None:
    services.publish_profile(owner, own_id(owner), a_profile(enterprise_code="0100109106"))
    other = an_actor(an_enterprise())

    with pytest.raises(Refused) as refusal:
        services.publish_profile(other, own_id(other), a_profile(enterprise_code="0100109106"))
    assert refusal.value.code == "profiles.code_taken"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"enterprise_code": "0100109107"}, "profiles.code_wrong"), ({"name": Localised()}, "profiles.name_missing")],
)
def test_a_profile_that_may_not_be_shown_is_refused(owner: Actor, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.publish_profile(owner, own_id(owner), replace(a_profile(), **wrong))
    assert refusal.value.code == code


def test_owners_cannot_call_their_own_figures_verified(owner: Actor, database: SQLAlchemy) -> None:
    boast = YearFigure(2025, revenue_usd=9_000_000_00, status=FigureStatus.VERIFIED)
    services.publish_profile(owner, own_id(owner), a_profile(figures=(boast,)))

    assert database.session.scalars(select(ProfileFigure.status)).all() == ["declared"]


def test_a_checked_figure_stays_checked_until_its_owner_changes_it(owner: Actor) -> None:
    checked = YearFigure(2025, revenue_usd=9_000_000_00, status=FigureStatus.VERIFIED)
    services.publish_many(SYSTEM, [(own_id(owner), a_profile(figures=(checked,)))], new_id())

    services.publish_profile(owner, own_id(owner), a_profile(figures=(checked,), employees=7))
    assert queries.live_profile(ANONYMOUS, own_id(owner))[1].figures == (checked,)

    services.publish_profile(owner, own_id(owner), a_profile(figures=(replace(checked, revenue_usd=1),)))
    assert queries.live_profile(ANONYMOUS, own_id(owner))[1].figures[0].status == FigureStatus.DECLARED


def test_withdrawing_hides_the_party(owner: Actor, database: SQLAlchemy) -> None:
    services.publish_profile(owner, own_id(owner), a_profile())
    services.withdraw_profile(owner, own_id(owner))

    with pytest.raises(NotFound):
        queries.live_profile(ANONYMOUS, own_id(owner))
    assert database.session.scalars(select(ProfileCode)).all() == []
    assert len(facts_named(database, "profiles.profiles_withdrawn")) == 1


def test_an_earlier_text_can_be_made_live_again(owner: Actor, database: SQLAlchemy) -> None:
    services.publish_profile(owner, own_id(owner), a_profile(employees=10))
    first = queries.own_revisions(owner, own_id(owner))[0]
    services.publish_profile(owner, own_id(owner), a_profile(employees=20))

    services.restore_revision(owner, own_id(owner), first.id)

    assert queries.live_profile(ANONYMOUS, own_id(owner))[1].employees == 10
    assert database.session.get_one(Profile, own_id(owner)).employees == 10


def test_many_profiles_go_live_with_one_fact_and_repeating_it_changes_nothing(database: SQLAlchemy) -> None:
    wanted = [(an_enterprise(f"Demo {n}").id, a_profile(f"Demo {n}")) for n in range(12)]

    first = services.publish_many(SYSTEM, wanted, new_id())
    second = services.publish_many(SYSTEM, wanted, new_id())

    assert {item.outcome for item in first} == {Outcome.CREATED}
    assert {item.outcome for item in second} == {Outcome.UNCHANGED}
    assert len(facts_named(database, "profiles.profiles_published")) == 1
    assert queries.live_contents() == dict(wanted)


def test_live_contents_asks_no_more_for_more_rows(database: SQLAlchemy) -> None:
    a_published_enterprise("Demo One")
    services.publish_many(
        SYSTEM, [(an_enterprise(f"Demo {n}").id, a_profile(f"Demo {n}")) for n in range(40)], new_id()
    )

    started = time.perf_counter()
    assert len(queries.live_contents()) == 41
    assert time.perf_counter() - started < 1


@pytest.mark.concurrency
def test_of_eight_publishers_of_one_draft_one_decides(app: Flask, owner: Actor, database: SQLAlchemy) -> None:
    services.save_draft(owner, own_id(owner), a_profile())
    database.session.rollback()

    def decide(_: int) -> bool:
        with app.app_context():
            try:
                services.publish_draft(owner, own_id(owner))
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(decide, range(8))).count(True) == 1
    database.session.rollback()
    assert len(facts_named(database, "profiles.profiles_published")) == 1


@pytest.mark.concurrency
def test_of_eight_publishers_of_one_form_one_decides(app: Flask, owner: Actor, database: SQLAlchemy) -> None:
    services.publish_profile(owner, own_id(owner), a_profile())
    opened_on = queries.own_profile(owner, own_id(owner)).version
    database.session.rollback()

    def publish(number: int) -> bool:
        with app.app_context():
            try:
                services.publish_profile(
                    owner, own_id(owner), a_profile(employees=number + 1), expected_version=opened_on
                )
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(8) as threads:
        decided = list(threads.map(publish, range(8)))

    assert decided.count(True) == 1
    database.session.rollback()
    assert queries.live_profile(ANONYMOUS, own_id(owner))[1].employees == decided.index(True) + 1
    assert len(facts_named(database, "profiles.profiles_published")) == 2
