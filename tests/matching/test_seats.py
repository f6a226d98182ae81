"""What profiles, products and mandates say is what sits at the table, and what is not told stays unknown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from marketplace.foundation.text import Localised
from marketplace.mandates.content import Mandate, MandateKind, Privacy, visible_to_other_side
from marketplace.matching.queries.seats import Knowledge, Party, offer_seat, seeker_seat
from marketplace.matching.rules.seats import Role
from marketplace.products.content import Product
from marketplace.profiles.content import Certificate, PartyProfile, PastDeal, YearFigure

KNOW = Knowledge(date(2026, 6, 1), lambda money: float(money.major), rights=frozenset({"pct", "madrid"}))
TOLD = (("existing_investors", Privacy.SHARED),)


def _party(**fields: Any) -> Party:
    usual = {"kind": "enterprise", "name": Localised(vi="Công ty Demo", en="Demo company"), "country": "VN"}
    return Party("demo", "demo", PartyProfile(**{**usual, **fields}))


@pytest.mark.parametrize(
    ("mandate", "deals", "expected"),
    [
        (Mandate(MandateKind.RAISE), (), None),
        (Mandate(MandateKind.RAISE, privacy=TOLD), (), False),
        (Mandate(MandateKind.RAISE, privacy=TOLD, existing_investors=("Demo fund",)), (), True),
        (Mandate(MandateKind.RAISE, existing_investors=("Demo fund",)), (), None),
        (
            Mandate(MandateKind.RAISE),
            (PastDeal(counterparty_name="Demo fund", type="fundraising", month="2024-01"),),
            True,
        ),
    ],
)
def test_that_nobody_has_invested_is_believed_only_of_who_says_so(
    mandate: Mandate, deals: tuple[PastDeal, ...], expected: bool | None
) -> None:
    seat = offer_seat(_party(past_deals=deals), "demo mandate", visible_to_other_side(mandate), KNOW)
    assert seat.backed is expected


def test_rights_are_told_from_standards_and_count_while_they_are_valid() -> None:
    held = (
        Certificate("iso_27001", markets=("JP",)),
        Certificate("pct", markets=("US",)),
        Certificate("madrid", markets=("SG",), valid_until=date(2020, 1, 1)),
    )
    seat = offer_seat(_party(certificates=held), None, None, KNOW)
    assert seat.certified_markets == ("JP", "US")
    assert seat.protected_markets == ("US",)


def test_a_certificate_counts_from_its_first_to_its_last_day() -> None:
    day = KNOW.day
    days = {"JP": (day, day), "US": (day + timedelta(1), None), "SG": (None, day - timedelta(1)), "KR": (None, None)}
    held = tuple(
        Certificate("iso_27001", markets=(market,), valid_from=first, valid_until=last)
        for market, (first, last) in days.items()
    )
    assert offer_seat(_party(certificates=held), None, None, KNOW).certified_markets == ("JP", "KR")


def test_content_in_a_language_counts_like_a_language_that_is_named() -> None:
    profile = _party(languages=("ja",), description=Localised(vi="Phần mềm cho cảng")).profile
    product = Product(name=Localised(en="Demo product"), summary=Localised(en="Software for ports"))
    with_product = Party("demo", "demo", profile, (product,))
    assert offer_seat(with_product, None, None, KNOW).languages == ("ja", "vi", "en")
    assert offer_seat(Party("demo", "demo", profile), None, None, KNOW).languages == ("ja", "vi")
    assert offer_seat(_party(), None, None, KNOW).languages == ()


def test_rights_to_products_count_too() -> None:
    product = Product(name=Localised(en="Demo product"), certificates=(Certificate("pct", markets=("EU",)),))
    party = Party("demo", "demo", _party().profile, (product,))
    assert {"EU", "DE", "FR"} <= set(offer_seat(party, None, None, KNOW).protected_markets)


def test_every_name_of_a_party_is_known() -> None:
    seat = offer_seat(_party(legal_name="CÔNG TY TNHH DEMO"), None, None, KNOW)
    assert set(seat.aliases) == {"cong ty demo", "demo company", "cong ty tnhh demo"}


def test_a_thesis_that_is_kept_private_has_no_words_for_others() -> None:
    thesis = Mandate(MandateKind.INVEST, thesis=Localised(en="Logistics software for ports"))
    party = _party(kind="investor", figures=(YearFigure(2025, market="JP"),), founded_year=2001)
    own = seeker_seat(Role.INVEST, party, "demo mandate", thesis, KNOW)
    shown = seeker_seat(Role.INVEST, party, "demo mandate", visible_to_other_side(thesis), KNOW)
    assert "logistics" in own.thesis
    assert shown.thesis == ()
    assert (own.founded, own.served_markets) == (2001, ("JP",))
