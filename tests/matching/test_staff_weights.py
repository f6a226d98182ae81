"""Versions of the weights: made by officers, never changed, the newest holds; looking never saves."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from marketplace.foundation.actor import Actor, NotAllowed, NotFound, Power, Refused, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.once import Repeated
from marketplace.foundation.versions import Conflict
from marketplace.mandates.content import Privacy
from marketplace.mandates.services import publish_mandate
from marketplace.matching.models import WeightsVersion
from marketplace.matching.queries import effects, weights
from marketplace.matching.queries.books import books
from marketplace.matching.queries.lists import views_of
from marketplace.matching.queries.matches import matches
from marketplace.matching.queries.toplists import Kind
from marketplace.matching.rules.editing import Change, Changes
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.toplists import first_places
from marketplace.matching.rules.weights import SHIPPED, Table, shipped
from marketplace.matching.services.weights import Ask, Draft, drafted, put_in_force
from tests.factories.mandates import a_published_mandate, an_investment, with_privacy
from tests.factories.organisations import a_ministry_unit, a_staff_actor, a_stranger
from tests.factories.profiles import a_published_enterprise, a_published_investor

STRONGER = Changes({(Role.INVEST, "sector_fit"): Change(table=Table((0.0, 1.0), (-1.5, 1.5)))})
OTHER = Changes({(Role.INVEST, "sector_fit"): Change(off=True)})


def an_officer(*powers: Power) -> Actor:
    return a_staff_actor(a_ministry_unit(), powers or (Power.REFERENCE,))


def put(officer: Actor, changes: Changes, expected: int = SHIPPED, reason: str = "Demo reason", once: str = "") -> int:
    with acting_as(officer):
        return put_in_force(officer, Draft(SHIPPED, changes), Ask(reason, expected, once or new_id()))


TURNED = Changes({(Role.INVEST, "sector_fit"): Change(table=Table((0.0, 1.0), (1.5, -1.5)))})


def a_market(firms: int = 7) -> None:
    """Some companies and six investors, of two sectors and provinces."""
    for number in range(firms):
        sectors = ("finance",) if number % 2 else ("health",)
        a_published_enterprise(f"Demo Firm {number}", sectors=sectors, province="01" if number < 5 else "48")
    for number in range(6):
        sectors = ("finance",) if number % 2 else ("health",)
        place, actor = a_published_investor(f"Demo Fund {number}", sectors=sectors)
        a_published_mandate(place, actor, an_investment(sectors=sectors))


def test_until_the_ministry_decides_the_shipped_weights_hold(database: SQLAlchemy) -> None:
    assert weights.current() == shipped()
    assert weights.numbered(SHIPPED) == shipped()


def test_a_draft_put_in_force_holds_and_earlier_versions_stay_readable(database: SQLAlchemy) -> None:
    officer = an_officer()
    first = put(officer, STRONGER)
    second = put(officer, OTHER, expected=first)
    assert (first, second) == (1000, 1001)
    assert weights.current().version == second
    assert "sector_fit" not in weights.current().roles[Role.INVEST].tables
    assert weights.numbered(first).roles[Role.INVEST].tables["sector_fit"] == Table((0.0, 1.0), (-1.5, 1.5))
    assert weights.numbered(SHIPPED) == shipped()
    row = weights.version_numbered(officer, second)
    assert (row.based_on, row.reason, row.person_id, row.changes) == (first, "Demo reason", officer.person_id, OTHER)


@pytest.mark.parametrize("number", [0, SHIPPED + 1, 999, 1000, 2000])
def test_a_version_that_never_was_is_not_found(database: SQLAlchemy, number: int) -> None:
    with pytest.raises(NotFound):
        weights.numbered(number)
    with pytest.raises(NotFound):
        weights.version_numbered(an_officer(), number)


def test_going_back_is_a_version_of_its_own(database: SQLAlchemy) -> None:
    officer = an_officer()
    put(officer, STRONGER)
    put(officer, OTHER, expected=1000)
    back = weights.version_numbered(officer, 1000)
    assert put(officer, back.changes, expected=1001) == 1002
    assert weights.current().roles == weights.numbered(1000).roles
    assert [version.version for version in weights.versions(officer)][:4] == [1002, 1001, 1000, SHIPPED]


def test_what_was_decided_is_a_fact_of_codes_and_numbers(database: SQLAlchemy) -> None:
    put(an_officer(), replace(STRONGER, policies=frozenset({"small_firm"})))
    fact = db.session.scalars(select(Fact).where(Fact.name == "matching.weights_put_in_force")).one()
    assert fact.values == {
        "version": 1000,
        "based_on": SHIPPED,
        "shipped": SHIPPED,
        "signals": ["sector_fit"],
        "policies": ["small_firm"],
    }


def test_only_officers_of_shared_data_decide_and_only_staff_read(database: SQLAlchemy) -> None:
    clerk, stranger = an_officer(Power.REVIEW, Power.CURATE), a_stranger()
    with pytest.raises(NotAllowed):
        put(clerk, STRONGER)
    assert weights.version_in_force(clerk).version == SHIPPED
    for read in (weights.version_in_force, weights.versions):
        with pytest.raises(NotFound):
            read(stranger)
    with pytest.raises(NotFound):
        effects.coverage(stranger, Kind.COMPANIES_FOR_INVESTORS)
    with pytest.raises(NotFound):
        effects.comparison(stranger, Kind.COMPANIES_FOR_INVESTORS)
    with pytest.raises(NotFound):
        effects.previews(stranger, shipped())


def test_a_draft_looked_at_on_another_version_is_not_put_in_force(database: SQLAlchemy) -> None:
    officer = an_officer()
    put(officer, STRONGER)
    with pytest.raises(Conflict) as conflict:
        put(officer, OTHER)
    assert conflict.value.current == 1000
    assert weights.current().version == 1000


def test_a_form_sent_twice_makes_one_version(database: SQLAlchemy) -> None:
    officer, once = an_officer(), new_id()
    put(officer, STRONGER, once=once)
    with pytest.raises(Repeated):
        put(officer, STRONGER, once=once)
    assert len(db.session.scalars(select(WeightsVersion)).all()) == 1


@pytest.mark.parametrize(
    ("changes", "reason", "code"),
    [
        (STRONGER, "  ", "matching.no_reason"),
        (Changes(), "Demo", "matching.nothing_changes"),
        (Changes({(Role.INVEST, "sector_fit"): Change(times=1.0)}), "Demo", "matching.nothing_changes"),
        (Changes({(Role.INVEST, "sector_fit"): Change(times=3.0)}), "Demo", "matching.outside_bounds"),
        (Changes({(Role.INVEST, "payment"): Change(times=2.0)}), "Demo", "matching.outside_bounds"),
        (Changes(policies=frozenset({"payers"})), "Demo", "matching.outside_bounds"),
    ],
)
def test_what_makes_no_version(database: SQLAlchemy, changes: Changes, reason: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        put(an_officer(), changes, reason=reason)
    assert refused.value.code == code
    assert weights.current() == shipped()


def test_a_draft_on_a_file_that_is_not_there_is_refused(database: SQLAlchemy) -> None:
    with pytest.raises(Refused, match="no_such_version"):
        drafted(an_officer(), Draft(SHIPPED + 1, STRONGER))


def test_of_two_at_once_one_decides(app: Flask, database: SQLAlchemy) -> None:
    officer, ends = an_officer(), []
    start = threading.Barrier(2)

    def decide(changes: Changes) -> None:
        with app.app_context():
            start.wait()
            try:
                ends.append(str(put(officer, changes)))
            except Conflict:
                ends.append("conflict")

    threads = [threading.Thread(target=decide, args=(changes,)) for changes in (STRONGER, OTHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["1000", "conflict"]


def test_lists_follow_the_version_in_force(database: SQLAlchemy) -> None:
    a_market()
    before = books()
    put(an_officer(), OTHER)
    after = books()
    assert (before.weights.version, after.weights.version) == (SHIPPED, 1000)
    assert "sector_fit" not in after.by_role[Role.INVEST].weights.tables


def test_a_preview_says_what_the_lists_then_are_and_saves_nothing(database: SQLAlchemy) -> None:
    a_market(14)
    officer = an_officer()
    _roles, weights_then = drafted(officer, Draft(SHIPPED, TURNED))
    told = {preview.scope.kind: preview for preview in effects.previews(officer, weights_then)}
    assert weights.current() == shipped()
    seen = told[Kind.COMPANIES_FOR_INVESTORS]
    assert (seen.scope.readers, seen.scope.all_readers, seen.scope.parties) == (6, 6, 14)
    assert told[Kind.BUYERS_FOR_COMPANIES].effect.mean_changed == 0
    put(officer, TURNED)
    then = effects.coverage(officer, Kind.COMPANIES_FOR_INVESTORS)
    assert then.exposure.counts.tolist() == seen.effect.after.counts.tolist()
    assert (seen.effect.mean_changed, len(seen.effect.risers), len(seen.effect.fallers)) >= (1, 1, 1)
    assert seen.effect.correlation is not None
    assert seen.effect.correlation < 0


def test_the_lists_that_staff_count_are_those_that_readers_see(database: SQLAlchemy) -> None:
    a_market()
    place, fund = a_published_investor("Demo Reader Fund", sectors=("health",))
    officer = an_officer()
    effects.coverage(officer, Kind.COMPANIES_FOR_INVESTORS)
    sample = effects._sample(books(), Kind.COMPANIES_FOR_INVESTORS)
    book = books().by_role[Role.INVEST]
    number = next(n for n, at in enumerate(sample.places) if book.seeker_seats[at].organisation == place.id)
    counted = [sample.profiles[party] for party in first_places(sample.asked)[number] if party >= 0]
    shown = [each.profile_id for each in matches(fund, views_of(fund)[0], size=10).items]
    assert counted == shown


def test_private_criteria_change_nothing_on_staff_pages(database: SQLAlchemy) -> None:
    """The mandates of one party become private in every word, and then say something else: no number moves."""
    a_market()
    place, fund = a_published_investor("Demo Private Fund", sectors=("health",))
    secret = with_privacy(an_investment(), Privacy.PRIVATE)
    a_published_mandate(place, fund, secret)
    officer = an_officer()
    _roles, other = drafted(officer, Draft(SHIPPED, OTHER))

    def everything() -> list[object]:
        told = effects.previews(officer, other)
        found: list[object] = [preview.effect.after.counts.tolist() for preview in told]
        found += [preview.effect.changed.tolist() for preview in told]
        for kind in Kind:
            found.append(effects.coverage(officer, kind).exposure.counts.tolist())
            found.append(effects.comparison(officer, kind))
        return found

    first = everything()
    changed = replace(secret, sectors=("energy",), stages=("growth",), excluded_countries=("VN",), markets=("JP",))
    mandate_id = views_of(fund)[0].mandate_id
    assert mandate_id is not None
    with acting_as(fund):
        publish_mandate(fund, mandate_id, changed)
    assert everything() == first


def test_payment_changes_no_score(database: SQLAlchemy) -> None:
    """What an organisation has paid for is part of who asks, and of nothing that a score is made from."""
    a_market()
    _place, fund = a_published_investor("Demo Reader Fund", sectors=("health",))
    paying = replace(fund, entitlements=frozenset({"premium", "seats:50"}))
    plain, paid = (matches(actor, views_of(actor)[0], size=10).items for actor in (fund, paying))
    assert plain == paid
