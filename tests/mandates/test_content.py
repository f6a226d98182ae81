from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.mandates import rules
from marketplace.mandates.content import (
    CRITERIA,
    DEFAULT_PRIVACY,
    Mandate,
    MandateKind,
    Privacy,
    TicketRange,
    from_json,
    problems,
    public_part,
    to_json,
    visible_to_other_side,
)
from marketplace.mandates.rules import Problem
from tests.factories.mandates import a_raise, an_investment, with_privacy

codes = st.lists(st.sampled_from(["a1", "b2", "c3", "d4"]), unique=True, max_size=3).map(tuple)
texts = st.builds(Localised, vi=st.text(max_size=8), en=st.text(max_size=8))
minor = st.none() | st.integers(0, 10**15)
values: dict[str, st.SearchStrategy[Any]] = {
    "title": texts,
    "thesis": texts,
    "use_of_funds": texts,
    "ticket": st.none() | st.builds(TicketRange, minor, minor, st.sampled_from(["USD", "VND"])),
    "amount_sought": st.none() | st.builds(Money, st.integers(1, 10**15), st.sampled_from(["USD", "VND"])),
    "existing_investors": st.lists(st.text(max_size=8), max_size=2).map(tuple),
    **dict.fromkeys(rules.TAXONOMY_OF, codes),
}
classes = st.dictionaries(st.sampled_from(CRITERIA), st.sampled_from(Privacy)).map(lambda d: tuple(d.items()))
mandates = st.builds(Mandate, kind=st.sampled_from(MandateKind), privacy=classes, **values)


@given(mandates)
def test_a_mandate_survives_storage(mandate: Mandate) -> None:
    assert from_json(to_json(mandate)) == mandate


@given(mandates, mandates)
def test_what_is_private_never_reaches_the_other_side(mandate: Mandate, other: Mandate) -> None:
    """Whatever stands in private criteria, the other side sees the same."""
    private = [name for name in CRITERIA if mandate.privacy_of(name) is Privacy.PRIVATE and name != "kind"]
    changed = replace(mandate, **{name: getattr(other, name) for name in private})
    assert visible_to_other_side(changed) == visible_to_other_side(mandate)


@given(mandates, mandates)
def test_only_what_is_public_is_public(mandate: Mandate, other: Mandate) -> None:
    hidden = [name for name in CRITERIA if mandate.privacy_of(name) is not Privacy.PUBLIC and name != "kind"]
    changed = replace(mandate, **{name: getattr(other, name) for name in hidden})
    assert public_part(changed) == public_part(mandate)


@given(mandates)
def test_shared_amounts_are_seen_only_as_bands_that_hold_them(mandate: Mandate) -> None:
    seen = visible_to_other_side(with_privacy(mandate, Privacy.SHARED))
    assert seen.amount_sought is None
    exact = mandate.ticket
    if mandate.amount_sought is not None:
        exact = TicketRange(mandate.amount_sought.minor, mandate.amount_sought.minor, mandate.amount_sought.currency)
    if exact is None:
        assert seen.ticket is None
        return
    assert seen.ticket is not None
    assert seen.ticket.currency == exact.currency
    for end in (seen.ticket.minimum, seen.ticket.maximum):
        assert end is None or str(end).rstrip("0") in ("", "1", "3")
    assert exact.minimum is None or (seen.ticket.minimum or 0) <= exact.minimum
    assert exact.maximum is None or (seen.ticket.maximum or 0) >= exact.maximum


@given(mandates)
def test_a_hidden_mandate_shows_nothing(mandate: Mandate) -> None:
    hidden = replace(mandate, privacy=(*dict(mandate.privacy).items(), ("kind", Privacy.PRIVATE)))
    assert not hidden.is_open
    assert visible_to_other_side(hidden) == public_part(hidden) == Mandate(mandate.kind)


@given(mandates)
def test_the_public_part_is_inside_what_counterparts_see(mandate: Mandate) -> None:
    public, seen = public_part(mandate), visible_to_other_side(mandate)
    for name in rules.TAXONOMY_OF:
        assert set(getattr(public, name)) <= set(getattr(seen, name))


@pytest.mark.parametrize(
    ("amount", "low", "high"),
    [(1, 0, 100), (99, 0, 100), (100, 100, 100), (101, 100, 300), (299, 100, 300), (300, 300, 300), (301, 300, 1000)],
)
def test_bands_end_at_one_three_ten_whole_units(amount: int, low: int, high: int) -> None:
    assert (rules.band_floor(amount, 2), rules.band_ceiling(amount, 2)) == (low, high)
    assert (rules.band_floor(amount * 10, 3), rules.band_ceiling(amount * 10, 3)) == (low * 10, high * 10)


@given(st.integers(0, 10**18), st.integers(0, 4))
def test_a_band_holds_its_amount_and_is_its_own_band(amount: int, decimals: int) -> None:
    low, high = rules.band_floor(amount, decimals), rules.band_ceiling(amount, decimals)
    assert low <= amount <= high
    assert rules.band_floor(low, decimals) == low
    assert rules.band_ceiling(high, decimals) == high


def test_defaults_keep_amounts_texts_and_exclusions_private() -> None:
    mandate = a_raise()
    private = {name for name in CRITERIA if mandate.privacy_of(name) is Privacy.PRIVATE}
    assert private == {
        "amount_sought",
        "thesis",
        "use_of_funds",
        "existing_investors",
        "excluded_sectors",
        "excluded_technologies",
        "excluded_countries",
    }
    assert set(DEFAULT_PRIVACY) == set(CRITERIA)
    assert mandate.is_open
    assert not mandate.is_public


def test_complete_mandates_have_no_problems() -> None:
    assert problems(an_investment()) == ()
    assert problems(a_raise()) == ()


@pytest.mark.parametrize(
    ("mandate", "problem"),
    [
        (an_investment(title=Localised()), ("title", Problem.TITLE_MISSING)),
        (an_investment(title=Localised(en="x" * 201)), ("title", Problem.TOO_LONG)),
        (an_investment(thesis=Localised(vi="x" * 5001)), ("thesis", Problem.TOO_LONG)),
        (an_investment(ticket=TicketRange(None, None, "USD")), ("ticket", Problem.TICKET_EMPTY)),
        (an_investment(ticket=TicketRange(200, 100, "USD")), ("ticket", Problem.TICKET_REVERSED)),
        (an_investment(ticket=TicketRange(-1, 100, "USD")), ("ticket", Problem.NOT_POSITIVE)),
        (an_investment(ticket=TicketRange(0, 0, "USD")), ("ticket", Problem.NOT_POSITIVE)),
        (an_investment(amount_sought=Money(1, "USD")), ("amount_sought", Problem.NOT_OF_KIND)),
        (an_investment(excluded_sectors=("health",)), ("excluded_sectors", Problem.WANTED_AND_EXCLUDED)),
        (an_investment(excluded_countries=("VN",)), ("excluded_countries", Problem.WANTED_AND_EXCLUDED)),
        (an_investment(privacy=(("colour", Privacy.PUBLIC),)), ("colour", Problem.UNKNOWN_CRITERION)),
        (a_raise(amount_sought=Money(0, "USD")), ("amount_sought", Problem.NOT_POSITIVE)),
        (a_raise(ticket=TicketRange(1, 2, "USD")), ("ticket", Problem.NOT_OF_KIND)),
        (a_raise(existing_investors=("x" * 201,)), ("existing_investors", Problem.TOO_LONG)),
        (a_raise(existing_investors=tuple(map(str, range(51)))), ("existing_investors", Problem.TOO_MANY)),
    ],
)
def test_what_cannot_stand_is_named_with_its_criterion(mandate: Mandate, problem: tuple[str, Problem]) -> None:
    assert problems(mandate) == (problem,)


def test_state_bodies_publish_no_mandates_and_enterprises_every_kind() -> None:
    assert rules.kinds_for("ministry_unit") == rules.kinds_for(None) == ()
    assert rules.kinds_for("enterprise") == tuple(MandateKind)
    assert MandateKind.RAISE not in rules.kinds_for("investor")


@pytest.mark.parametrize("kind", list(MandateKind))
def test_every_kind_names_its_criteria_in_the_order_of_forms(kind: MandateKind) -> None:
    assert rules.criteria_of(kind)[:2] == ("title", "kind")
    assert set(rules.criteria_of(kind)) <= set(CRITERIA)
