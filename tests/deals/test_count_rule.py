"""The count rule as a table: which deals fill a place, and which condition says no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.deals.rules.counting import CountInput, Decision, OtherDeal, Verdict, decide
from marketplace.deals.rules.guards import COMPLETION_EVENTS
from marketplace.deals.rules.parameters import PARAMETERS, parameters_on
from marketplace.deals.rules.standing import PartyAtSigning
from marketplace.foundation.money import Money

SIGNED = date(2026, 9, 1)
HOME = PartyAtSigning("organisation:demo-home", "VN", "vietnamese", "VN", is_dte=True)
ABROAD = PartyAtSigning("organisation:demo-abroad", "SG", "foreign", "SG", is_dte=False)
GOOD = CountInput(
    type="merger_acquisition",
    parties=(HOME, ABROAD),
    agreed=Money(100_000_000, "USD"),
    usd_per_unit=Decimal(1),
    signed_on=SIGNED,
    completion_event="ownership_transferred",
    completed_on=date(2026, 10, 1),
    verified=True,
)


def decided(**changes: object) -> Decision:
    """The rule's answer to the good deal with some of it changed."""
    return decide(replace(GOOD, **changes), PARAMETERS[0])  # type: ignore[arg-type]


def reasons(answer: Decision) -> dict[str, str]:
    return {condition.code: condition.reason for condition in answer.conditions}


def test_one_million_dollars_exactly_counts() -> None:
    assert decided().verdict is Verdict.COUNTED


@pytest.mark.parametrize(
    ("agreed", "rate", "verdict", "usd"),
    [
        (Money(100_000_000, "USD"), "1", Verdict.COUNTED, "1000000.00"),
        (Money(99_999_999, "USD"), "1", Verdict.NOT_COUNTED, "999999.99"),
        (Money(100_000_000, "EUR"), "0.999999994", Verdict.NOT_COUNTED, "999999.994"),
        (Money(100_000_000, "EUR"), "0.999999995", Verdict.NOT_COUNTED, "999999.995"),
        (Money(100_000_000, "EUR"), "0.9999999999", Verdict.NOT_COUNTED, "999999.9999"),
        (Money(100_000_000, "EUR"), "1", Verdict.COUNTED, "1000000.00"),
        (Money(25_000_000_000, "VND"), "0.00004", Verdict.COUNTED, "1000000"),
        (Money(24_999_999_999, "VND"), "0.00004", Verdict.NOT_COUNTED, "999999.99996"),
        (Money(1_000_000_000, "BHD"), "0.9999999999999999999999999999", Verdict.NOT_COUNTED, None),
    ],
)
def test_the_threshold_is_exact_and_unrounded(agreed: Money, rate: str, verdict: Verdict, usd: str | None) -> None:
    answer = decided(agreed=agreed, usd_per_unit=Decimal(rate))
    assert answer.verdict is verdict
    if usd is not None:
        assert answer.usd == Decimal(usd)


def test_a_missing_rate_waits_and_never_counts() -> None:
    answer = decided(agreed=Money(10**12, "EUR"), usd_per_unit=None)
    assert answer.verdict is Verdict.PENDING_RATE
    assert reasons(answer)["value"] == "rate_missing"
    assert answer.usd is None


def test_a_missing_rate_does_not_hide_another_no() -> None:
    assert decided(usd_per_unit=None, type="mou").verdict is Verdict.NOT_COUNTED


@pytest.mark.parametrize("type_", ["mou", "fundraising", "technology_transfer", "distribution"])
def test_other_types_do_not_count(type_: str) -> None:
    answer = decided(type=type_, completion_event=COMPLETION_EVENTS.get(type_, "ownership_transferred"))
    assert answer.verdict is Verdict.NOT_COUNTED
    assert reasons(answer)["type"] == "type_does_not_count"


@pytest.mark.parametrize("type_", ["merger_acquisition", "joint_venture", "strategic_cooperation"])
def test_each_of_the_three_types_counts_with_its_own_event(type_: str) -> None:
    assert decided(type=type_, completion_event=COMPLETION_EVENTS[type_]).verdict is Verdict.COUNTED


def test_an_event_of_another_type_completes_nothing() -> None:
    answer = decided(type="joint_venture", completion_event="ownership_transferred")
    assert reasons(answer)["completed"] == "other_event"


@pytest.mark.parametrize(("stake", "verdict"), [(999, Verdict.NOT_COUNTED), (1000, Verdict.COUNTED)])
def test_a_share_purchase_is_an_acquisition_from_ten_percent_of_the_votes(stake: int, verdict: Verdict) -> None:
    assert decided(stake_basis_points=stake).verdict is verdict


@pytest.mark.parametrize(
    ("parties", "code", "reason"),
    [
        ((HOME, replace(HOME, key="organisation:demo-second")), "international_party", "international_no"),
        ((ABROAD, replace(ABROAD, key="organisation:demo-other")), "vietnamese_party", "vietnamese_no"),
        ((replace(HOME, is_dte=False), ABROAD), "vietnamese_party", "vietnamese_no"),
        ((HOME, replace(ABROAD, control_country="VN")), "international_party", "international_no"),
        ((HOME, replace(ABROAD, key=HOME.key)), "international_party", "international_no"),
        ((replace(HOME, ownership="fdi", control_country="KR"), ABROAD), "vietnamese_party", "vietnamese_no"),
    ],
)
def test_who_the_parties_are_decides(parties: tuple[PartyAtSigning, ...], code: str, reason: str) -> None:
    answer = decided(parties=parties)
    assert answer.verdict is Verdict.NOT_COUNTED
    assert reasons(answer)[code] == reason


def test_a_foreign_owned_company_in_viet_nam_is_the_international_party() -> None:
    subsidiary = replace(ABROAD, country="VN", ownership="fdi", control_country="KR", is_dte=True)
    assert decided(parties=(HOME, subsidiary)).verdict is Verdict.COUNTED


def test_a_vietnamese_holding_abroad_is_vietnamese() -> None:
    holding = replace(HOME, country="SG", ownership=None, control_country="VN")
    assert decided(parties=(holding, ABROAD)).verdict is Verdict.COUNTED


def test_unknown_control_goes_to_review() -> None:
    venture = replace(HOME, ownership="joint_venture", control_country=None)
    assert decided(parties=(venture, ABROAD)).verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    ("completed_on", "reason"),
    [
        (date(2026, 6, 3), "before_period"),
        (date(2026, 6, 4), "in_period"),
        (date(2030, 12, 31), "in_period"),
        (date(2031, 1, 1), "after_period"),
    ],
)
def test_completion_lies_inside_the_period_both_ends_included(completed_on: date, reason: str) -> None:
    answer = decided(signed_on=date(2026, 1, 5), completed_on=completed_on)
    assert reasons(answer)["in_period"] == reason
    assert (answer.verdict is Verdict.COUNTED) == (reason == "in_period")


def test_an_unverified_deal_does_not_count() -> None:
    assert decided(verified=False).verdict is Verdict.NOT_COUNTED


OTHER = OtherDeal("other", "merger_acquisition", SIGNED, (HOME, ABROAD))
NEW_INVESTOR = replace(ABROAD, key="organisation:demo-third")
NAMELESS = replace(ABROAD, key="name:SG:demo abroad", registered=False)


def test_the_same_deal_never_counts_twice_even_if_told_apart() -> None:
    answer = decided(others=(OTHER,), told_apart=frozenset({"other"}))
    assert answer.verdict is Verdict.NOT_COUNTED
    assert answer.twins == ("other",)


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (replace(OTHER, signed_on=SIGNED - timedelta(days=180)), Verdict.REVIEW),
        (replace(OTHER, signed_on=SIGNED - timedelta(days=181)), Verdict.COUNTED),
        (replace(OTHER, parties=(HOME, NEW_INVESTOR)), Verdict.REVIEW),
        (replace(OTHER, parties=(HOME, NEW_INVESTOR), signed_on=SIGNED - timedelta(days=9)), Verdict.COUNTED),
        (replace(OTHER, parties=(HOME, NAMELESS), signed_on=SIGNED - timedelta(days=9)), Verdict.REVIEW),
        (replace(OTHER, type="joint_venture"), Verdict.COUNTED),
        (replace(OTHER, parties=(replace(HOME, key="organisation:demo-else"), ABROAD)), Verdict.COUNTED),
    ],
)
def test_near_twins_go_to_review(other: OtherDeal, verdict: Verdict) -> None:
    assert decided(others=(other,)).verdict is verdict


def test_two_officers_may_tell_near_twins_apart() -> None:
    near = replace(OTHER, signed_on=SIGNED - timedelta(days=30))
    assert decided(others=(near,), told_apart=frozenset({"other"})).verdict is Verdict.COUNTED


@given(minor=st.integers(0, 10**14), rate=st.decimals("0.000001", "5", places=12))
def test_the_verdict_follows_the_exact_product(minor: int, rate: Decimal) -> None:
    answer = decided(agreed=Money(minor, "EUR"), usd_per_unit=rate)
    exact = minor * int(rate * 10**12)
    assert (answer.verdict is Verdict.COUNTED) == (exact >= 100_000_000 * 10**12)


def test_parameters_are_dated() -> None:
    assert parameters_on(date(2020, 1, 1)) is PARAMETERS[0]
    assert parameters_on(date(2030, 1, 1)) is PARAMETERS[-1]
    assert [each.applies_from for each in PARAMETERS] == sorted(each.applies_from for each in PARAMETERS)
