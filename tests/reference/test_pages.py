"""Reference data on pages: codes are for ever, a load keeps what was decided here, and nobody overwrites unseen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.foundation.actor import SYSTEM, Actor, NotAllowed, Power, Refused, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import Fact
from marketplace.foundation.text import Localised
from marketplace.foundation.versions import Conflict
from marketplace.reactions import REACTIONS
from marketplace.reference import queries, services
from marketplace.reference.content import NewProvince, TermText
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_ministry_unit, a_staff_actor
from tests.factories.reference import loaded_reference

if TYPE_CHECKING:
    from flask import Flask

    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")
TEXT = TermText(Localised(vi="Công nghệ Demo", en="Demo technology"), ("Demo X",), "ai")


@pytest.fixture
def officer() -> Actor:
    return a_staff_actor(a_ministry_unit(), (Power.REFERENCE,))


def enter(app: Flask, *powers: Power) -> PageClient:
    unit, person, found = a_ministry_unit(), a_person(language="en"), app.test_client()
    a_staff_actor(unit, powers, person)
    sign_in_as(found, person, unit.organisation_id)
    return found  # type: ignore[return-value]


def added(officer: Actor, code: str = "demo_tech") -> None:
    with acting_as(officer):
        services.add_term(officer, "technology", code, TEXT, new_id())


def said() -> list[str]:
    return list(db.session.scalars(select(Fact.name).where(Fact.name.like("reference.%"))))


def test_a_term_that_is_added_before_the_first_load_stands_beside_the_shipped_ones(officer: Actor) -> None:
    shipped = len(queries.terms("technology"))
    added(officer)
    assert len(queries.terms("technology")) == shipped + 1
    found = queries.term("technology", "demo_tech")
    assert found is not None
    assert (found.label, found.other_names, found.parent) == (TEXT.label, ("Demo X",), "ai")


def test_a_load_keeps_what_was_decided_here(officer: Actor) -> None:
    loaded_reference()
    added(officer)
    with acting_as(officer):
        words = TermText(Localised(vi="Trí tuệ Demo", en="Demo intelligence"))
        services.change_term(officer, "technology", "ai", words, 1)
        services.end_term(officer, "technology", "edge", "cloud", 1)
        services.class_market(officer, 2026, "JP", "")
        services.rename_province(officer, ("01", date(2025, 7, 1)), Localised(vi="Hà Nội (minh hoạ)", en="Demo"), 1)
    changes = services.load_reference(SYSTEM)
    assert not changes
    assert {line.code for line in changes.lines} == {"technology:ai", "technology:edge", "2026:JP", "01:2025-07-01"}
    assert queries.label("technology", "ai", "en") == "Demo intelligence"
    assert queries.market_class("JP", 2026) is None
    edge = queries.term("technology", "edge")
    assert edge is not None
    assert (edge.is_retired, edge.successor) == (True, "cloud")


def test_who_loads_loads_the_report_that_was_read(officer: Actor) -> None:
    read = services.preview_load(officer)
    assert read.added > 300
    with acting_as(officer):
        services.load_reference(officer, read.fingerprint)
        with pytest.raises(Refused, match="other_changes"):
            services.load_reference(officer, read.fingerprint)


def test_a_code_is_never_given_twice_and_the_programs_own_codes_are_closed(officer: Actor) -> None:
    added(officer)
    with acting_as(officer):
        services.end_term(officer, "technology", "demo_tech", None, 1)
        for taxonomy, code, reason in (
            ("technology", "demo_tech", "code_taken"),
            ("technology", "Bad Code", "not_a_code"),
            ("deal_type", "demo_deal", "closed"),
        ):
            with pytest.raises(Refused, match=reason):
                services.add_term(officer, taxonomy, code, TermText(TEXT.label), new_id())


def test_nothing_lies_under_itself(officer: Actor) -> None:
    added(officer)
    with acting_as(officer), pytest.raises(Refused, match="no_such_parent"):
        services.change_term(officer, "technology", "ai", TermText(TEXT.label, (), "demo_tech"), 1)


def test_two_officers_never_overwrite_each_other_unseen(app: Flask, officer: Actor) -> None:
    added(officer)
    with acting_as(officer):
        services.change_term(officer, "technology", "demo_tech", TermText(Localised(vi="Một", en="First")), 1)
        with pytest.raises(Conflict):
            services.change_term(officer, "technology", "demo_tech", TermText(Localised(vi="Hai", en="Other")), 1)
    page = enter(app, Power.REFERENCE)
    typed = {"vi": "Hai", "en": "Second", "version": "1", "parent": ""}
    answer = page.post("/staff/reference/terms/technology/demo_tech", data=typed)
    assert answer.status_code == 422
    for shown in ("What stands now", "First", 'value="Second"'):
        assert shown in answer.text


def test_both_languages_are_needed(app: Flask) -> None:
    typed = {"code": "demo_tech", "vi": "Công nghệ Demo", "en": "", "once": "a"}
    answer = enter(app, Power.REFERENCE).post("/staff/reference/terms/technology/new", data=typed)
    assert answer.status_code == 422
    assert "Công nghệ Demo" in answer.text
    assert queries.term("technology", "demo_tech") is None


def test_a_province_ends_in_one_that_exists_from_the_next_day_on(officer: Actor) -> None:
    loaded_reference()
    new = NewProvince("97", Localised(vi="Tỉnh Demo", en="Demo province"), "province", date(2027, 1, 1))
    with acting_as(officer):
        with pytest.raises(Refused, match="no_such_successor"):
            services.end_province(officer, ("01", date(2025, 7, 1)), date(2026, 12, 31), "97", 1)
        services.add_province(officer, new, new_id())
        services.end_province(officer, ("01", date(2025, 7, 1)), date(2026, 12, 31), "97", 1)
    assert queries.province("01", date(2026, 12, 31)) is not None
    assert queries.province("01", date(2027, 1, 1)) is None
    assert queries.province("97", date(2027, 1, 1)) is not None


def test_the_first_class_of_a_year_brings_the_others_along(officer: Actor) -> None:
    loaded_reference()
    before = {entry.country: entry.market_class for entry in queries.markets(2026)}
    with acting_as(officer):
        services.class_market(officer, 2027, "FR", "focus")
    after = {entry.country: entry.market_class for entry in queries.markets(2027)}
    assert after == {**before, "FR": "focus"}


def test_the_index_follows_every_decision(officer: Actor) -> None:
    added(officer)
    with acting_as(officer):
        services.end_term(officer, "technology", "demo_tech", "ai", 1)
        services.reopen_term(officer, "technology", "demo_tech", 2)
    assert set(said()) == {
        "reference.reference_loaded",
        "reference.term_added",
        "reference.term_ended",
        "reference.term_reopened",
    }
    assert all("discovery.compare_soon" in REACTIONS[name] for name in said())


READ = ("", "/terms/technology", "/provinces", "/markets", "/rates", "/load")
DECIDE = ("/terms/technology/new", "/terms/technology/ai", "/terms/technology/ai/end", "/provinces/new")


def test_staff_read_and_those_with_the_power_decide(app: Flask) -> None:
    clerk, decider = enter(app, Power.REVIEW), enter(app, Power.REFERENCE)
    for address in READ:
        assert clerk.get(f"/staff/reference{address}").status_code == 200, address
    for address in DECIDE:
        assert clerk.get(f"/staff/reference{address}").status_code == 404, address
        assert decider.get(f"/staff/reference{address}").status_code == 200, address
    for address in ("/load", "/markets", "/rates", "/terms/technology/ai/reopen"):
        assert clerk.post(f"/staff/reference{address}", data={}).status_code == 404, address
    with pytest.raises(NotAllowed):
        services.add_term(a_staff_actor(a_ministry_unit(), (Power.REVIEW,)), "technology", "x1", TEXT, new_id())


def test_a_rate_of_the_same_source_and_day_is_refused_in_words(app: Flask) -> None:
    page = enter(app, Power.REFERENCE)
    typed = {"currency": "VND", "day": "2026-11-20", "usd_per_unit": "0.00003", "source": "Demo bank"}
    assert page.post("/staff/reference/rates", data=typed).status_code == 302
    answer = page.post("/staff/reference/rates", data={**typed, "usd_per_unit": "0.00004"})
    assert answer.status_code == 422
    assert "Rates are never changed" in answer.text
    assert 'value="0.00004"' in answer.text


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        ("25000000", "between 0.000001 and 1,000,000 US dollars"),
        ("0.00003912345678901", "at most 12 significant digits"),
        ("0.000_039", "as a number above 0"),
    ],
)
def test_a_rate_that_must_be_a_slip_is_refused_in_words(app: Flask, rate: str, told: str) -> None:
    page = enter(app, Power.REFERENCE)
    typed = {"currency": "VND", "day": "2026-11-20", "usd_per_unit": rate, "source": "Demo bank"}
    answer = page.post("/staff/reference/rates", data=typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{rate}"' in answer.text
