"""How complete a profile is: saying more never costs, and there is always one next thing until nothing is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.text import Localised
from marketplace.profiles.content import Certificate, PartyProfile, PastDeal, YearFigure, items_said
from marketplace.profiles.forms import form_for
from marketplace.profiles.presenters import progress
from marketplace.profiles.rules import PUBLIC_PAGES, Part, Standing, completeness
from marketplace.profiles.rules.completeness import ITEMS, items_for
from tests.factories.profiles import a_profile

KINDS = tuple(PUBLIC_PAGES)
kinds = st.sampled_from(KINDS)
names = st.sampled_from([item.name for item in ITEMS])
sayings = st.sets(names)
MORE: dict[str, Any] = {
    "name": Localised(vi="Công ty Demo", en="Demo Company"),
    "summary": Localised(vi="Một câu", en="One sentence"),
    "description": Localised(vi="Nhiều câu", en="Many sentences"),
    "legal_name": "Demo JSC",
    "enterprise_code": "0100109106",
    "country": "SG",
    "province": "01",
    "city": "Demo City",
    "website": "demo.example",
    "contact_email": "demo@demo.example",
    "founded_year": 2001,
    "employees": 0,
    "technologies": ("ai",),
    "segments": ("software",),
    "sectors": ("finance",),
    "markets": ("JP",),
    "languages": ("vi",),
    "figures": (YearFigure(2025, export_usd=0),),
    "certificates": (Certificate("iso_27001"),),
    "past_deals": (PastDeal(counterparty_name="Demo", type="equity", month="2025-01"),),
}


@given(kinds, sayings, names)
def test_saying_more_never_lowers_it(kind: str, said: set[str], more: str) -> None:
    assert completeness(kind, said | {more}).score >= completeness(kind, said).score


@given(kinds, st.sets(st.sampled_from(sorted(MORE))), st.sampled_from(sorted(MORE)))
def test_filling_a_field_of_a_profile_never_lowers_it(kind: str, filled: set[str], field: str) -> None:
    before = replace(PartyProfile(kind=kind, name=Localised()), **{name: MORE[name] for name in filled})
    after = replace(before, **{field: MORE[field]})
    assert completeness(kind, items_said(after)).score >= completeness(kind, items_said(before)).score


@given(kinds, sayings)
def test_it_is_whole_exactly_when_nothing_is_missing(kind: str, said: set[str]) -> None:
    found = completeness(kind, said)
    assert 0 <= found.score <= 100
    assert (found.score == 100) == (found.next_item is None) == (not found.missing)
    assert all(standing is Standing.DONE for _part, standing in found.parts) == (found.score == 100)


@given(kinds, sayings)
def test_saying_the_next_item_again_and_again_completes_it(kind: str, said: set[str]) -> None:
    now = set(said)
    for _step in range(len(ITEMS) + 1):
        found = completeness(kind, now)
        if found.next_item is None:
            break
        assert found.next_item.needed or found.is_submittable  # what is needed comes first
        now.add(found.next_item.name)
    assert completeness(kind, now).score == 100


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_six_parts_and_each_can_be_filled(kind: str) -> None:
    found = completeness(kind, ())
    assert [part for part, _standing in found.parts] == list(Part)
    assert len(Part) == 6
    assert {item.part for item in items_for(kind)} == set(Part)
    assert found.score == 0


@pytest.mark.parametrize("kind", ["enterprise", "investor"])
def test_every_part_needs_something_of_enterprises_and_investors(kind: str) -> None:
    assert {item.part for item in items_for(kind) if item.needed} == set(Part)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("database")
def test_every_item_leads_to_a_field_of_the_form(kind: str) -> None:
    from flask import current_app  # noqa: PLC0415 - only here is an application needed

    with current_app.test_request_context():
        form = form_for(kind)
        assert [item.field for item in items_for(kind) if item.field not in form] == []


def test_a_filled_profile_says_what_it_says() -> None:
    said = items_said(a_profile())
    assert {"name", "name_twice", "summary_twice", "place", "figures", "markets"} <= said
    assert not {"contact_email", "website", "certificates", "description"} & said


def test_no_employees_is_an_answer_too() -> None:
    assert "employees" in items_said(a_profile(employees=0))


@pytest.mark.usefixtures("database")
def test_the_one_next_thing_is_needed_before_anything_else() -> None:
    shown = progress("enterprise", a_profile())
    assert shown.next_field == "contact_email"
    assert not shown.is_submittable
    shown = progress("enterprise", a_profile(contact_email="demo@demo.example"))
    assert shown.is_submittable
    assert shown.next_field == "website"
