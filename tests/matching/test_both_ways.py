"""Companies are bought across the border both ways, and core technology that would leave is a caution alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.foundation.actor import Actor
from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.mandates.content import Mandate, MandateKind, TicketRange
from marketplace.matching.presenters.cards import card
from marketplace.matching.queries.matches import Match, View, match, matches, views_of
from marketplace.matching.queries.seats import Knowledge, Party, offer_seat, seeker_seat
from marketplace.matching.queries.sensitivity import core_at_stake
from marketplace.matching.rules.criteria import CRITERIA, failed
from marketplace.matching.rules.score import score
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.sensitive import is_sensitive
from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.weights import shipped
from marketplace.organisations.models import Organisation
from marketplace.organisations.rules import Kind
from marketplace.profiles.content import PartyProfile
from marketplace.profiles.queries import live_rows
from marketplace.profiles.services import publish_profile
from tests.clients import PageClient
from tests.factories.mandates import a_published_mandate
from tests.factories.matching import a_pair
from tests.factories.organisations import an_actor, an_organisation
from tests.factories.profiles import a_profile, a_published_enterprise
from tests.matching.test_pages import LIST, visiting

OFFERED = (MandateKind.SALE, MandateKind.JOINT_VENTURE, MandateKind.PARTNERSHIP)
CORE = "ai"


def a_mandate(kind: MandateKind, **fields: Any) -> Mandate:
    return Mandate(kind, title=Localised(vi="Nhu cầu (minh hoạ)", en="Demo mandate"), **fields)


def a_partner(name: str = "Demo Kansai Works", country: str = "JP", **fields: Any) -> tuple[Organisation, Actor]:
    """A company abroad with a live profile."""
    organisation = an_organisation(Kind.PARTNER, name, country)
    actor = an_actor(organisation)
    publish_profile(actor, organisation.id, a_profile(name, kind="partner", country=country, province=None, **fields))
    return organisation, actor


def listed(actor: Actor, role: Role = Role.ACQUIRE) -> dict[str, tuple[View, Match]]:
    """Everybody in the reader's lists of a role, and in which."""
    return {
        found.organisation_id: (view, found)
        for view in views_of(actor)
        if view.role is role
        for found in matches(actor, view).items
    }


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("kind", OFFERED)
def test_a_vietnamese_acquirer_finds_the_target_abroad_and_is_found_by_it(app: Flask, kind: MandateKind) -> None:
    buyer, acquirer = a_published_enterprise("Demo Buyer")
    target, seller = a_partner()
    a_published_mandate(buyer, acquirer, a_mandate(MandateKind.ACQUIRE, directions=("outbound",)))
    assert target.id not in listed(acquirer)
    a_published_mandate(target, seller, a_mandate(kind, directions=("outbound",)))
    assert target.id in listed(acquirer)
    assert buyer.id in listed(seller)
    view, found = listed(acquirer)[target.id]
    assert match(acquirer, view, target.id).organisation_id == found.organisation_id
    with app.test_request_context():
        assert card(found, live_rows([target.id])[target.id], view).ask_mandate_id is not None


@pytest.mark.usefixtures("database")
def test_an_acquirer_abroad_finds_the_vietnamese_company_and_is_found_by_it() -> None:
    company, founder = a_published_enterprise("Demo Target")
    buyer, acquirer = a_partner()
    a_published_mandate(buyer, acquirer, a_mandate(MandateKind.ACQUIRE, directions=("inbound",)))
    assert company.id in listed(acquirer)
    assert buyer.id in listed(founder)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("kind", [MandateKind.JOINT_VENTURE, MandateKind.PARTNERSHIP])
def test_two_who_both_look_for_a_partner_find_each_other(kind: MandateKind) -> None:
    company, founder = a_published_enterprise("Demo Home")
    partner, abroad = a_partner()
    a_published_mandate(company, founder, a_mandate(kind))
    a_published_mandate(partner, abroad, a_mandate(kind))
    assert partner.id in listed(founder)
    assert company.id in listed(abroad)


KNOW = Knowledge(date(2026, 6, 1), lambda money: float(money.major))


def party(kind: str, country: str | None, **fields: Any) -> Party:
    name = f"Demo {kind} {country}"
    return Party(name, name, PartyProfile(kind=kind, name=Localised(en=name), country=country, **fields))


@pytest.mark.parametrize(
    ("buyers", "sellers", "directions", "parted_by"),
    [
        ("VN", "JP", ("outbound",), ()),
        ("VN", "JP", ("inbound",), ("direction",)),
        ("JP", "VN", ("inbound",), ()),
        ("JP", "VN", ("outbound",), ("direction",)),
        ("JP", "VN", (), ()),
        ("VN", "JP", ("inbound", "outbound"), ()),
        ("VN", "VN", ("outbound",), ()),
    ],
)
def test_the_direction_counts_for_whichever_side_names_it(
    buyers: str, sellers: str, directions: tuple[str, ...], parted_by: tuple[str, ...]
) -> None:
    buyer, seller = party("partner", buyers), party("enterprise", sellers)
    plain = a_mandate(MandateKind.ACQUIRE), a_mandate(MandateKind.SALE)
    for ours, theirs in (
        (replace(plain[0], directions=directions), plain[1]),
        (plain[0], replace(plain[1], directions=directions)),
    ):
        seeker = seeker_seat(Role.ACQUIRE, buyer, "m1", ours, KNOW)
        offer = offer_seat(seller, "m2", theirs, KNOW)
        assert failed(seeker, offer) == parted_by
        pairs = a_pair(seeker, offer)
        assert tuple(row.code for row in CRITERIA if not row.mask(pairs)[0, 0]) == parted_by


def test_the_whole_table_holds_across_the_border() -> None:
    buyer = party("enterprise", "VN", sectors=("finance",))
    seller = party("partner", "JP", sectors=("health",))
    asks = a_mandate(
        MandateKind.ACQUIRE,
        sectors=("finance",),
        instruments=("equity",),
        directions=("inbound",),
        excluded_sectors=("health",),
        excluded_countries=("JP",),
        ticket=TicketRange(None, 1_000_000_00, "USD"),
    )
    offers = a_mandate(MandateKind.SALE, instruments=("assets",), amount_sought=Money(9_000_000_00, "USD"))
    seeker, offer = seeker_seat(Role.ACQUIRE, buyer, "m1", asks, KNOW), offer_seat(seller, "m2", offers, KNOW)
    expected = {"instrument", "subject", "excluded_subject", "excluded_country", "direction", "price"}
    assert set(failed(seeker, offer)) == expected
    assert {row.code for row in CRITERIA if not row.mask(a_pair(seeker, offer))[0, 0]} == expected


COUNTRIES = st.sampled_from(["VN", "JP", None])


@settings(max_examples=60)
@given(COUNTRIES, COUNTRIES, st.sampled_from(Role), st.booleans())
def test_core_technology_is_a_plus_for_vietnamese_acquirers_alone(
    buyers: str | None, sellers: str | None, role: Role, declared: bool
) -> None:
    buyer = party("partner", buyers, technologies=(CORE,))
    seller = party("enterprise", sellers, technologies=(CORE,))
    kind = MandateKind.ACQUIRE if role is Role.ACQUIRE else MandateKind.INVEST
    sums, sensitive = [], []
    for flagged in (frozenset[str](), frozenset({CORE})):
        know = replace(KNOW, core=flagged)
        seeker = seeker_seat(role, buyer, "m1", a_mandate(kind), know)
        offer = offer_seat(seller, "m2" if declared else None, a_mandate(MandateKind.SALE) if declared else None, know)
        scores = score(a_pair(seeker, offer), shipped().roles[role])
        sums.append(float(scores.log_odds[0, 0]))
        sensitive.append(is_sensitive(seeker, offer))
        adds = float(scores.adds[CODES.index("core_technology"), 0, 0])
        assert adds == 0 or (buyers == "VN" and role is Role.ACQUIRE)
    assert sums[0] == sums[1] or (buyers == "VN" and role is Role.ACQUIRE and sums[1] > sums[0])
    assert sensitive == [False, sellers == "VN" and buyers == "JP"]


def test_both_sides_and_staff_see_that_approval_rules_may_apply(client: PageClient, monkeypatch: Any) -> None:
    monkeypatch.setattr("marketplace.matching.queries.books.flagged", lambda *_: frozenset({CORE}))
    company, founder = a_published_enterprise("Demo Target")
    buyer, acquirer = a_partner()
    a_published_mandate(buyer, acquirer, a_mandate(MandateKind.ACQUIRE))
    for reader, other in ((founder, buyer.id), (acquirer, company.id)):
        view = listed(reader)[other][0]
        with visiting(reader):
            for address in (f"{LIST}?view={view.key}", f"{LIST}/{other}?view={view.key}"):
                page = client.get(address).get_data(as_text=True)
                assert "Công nghệ lõi: có quy định phê duyệt" in page
                assert "phê duyệt và" in page
    assert core_at_stake([(company.id, None), (buyer.id, None)])
    assert core_at_stake([(company.id, None), (None, "JP")])
    assert not core_at_stake([(company.id, None), (None, "VN")])
    assert not core_at_stake([(buyer.id, None), (None, "JP")])
