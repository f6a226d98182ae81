"""Published content survives the way into JSON and back, and its hash tells a change."""

import json
from datetime import date

import pytest

from marketplace.foundation.text import Localised
from marketplace.products import content as products
from marketplace.products.content import Product
from marketplace.profiles import content as profiles
from marketplace.profiles.content import Basis, Certificate, FigureStatus, PartyProfile, PastDeal, YearFigure
from marketplace.publishing.content import UnreadableContent, content_hash

WHOLE = PartyProfile(
    kind="enterprise",
    name=Localised(vi="Công ty Demo Sao Biển", en="Demo Seastar"),
    enterprise_code="0100109106",
    technologies=("ai", "cloud"),
    founded_year=2011,
    figures=(
        YearFigure(2024, export_usd=0, revenue_usd=120_000_00, status=FigureStatus.VERIFIED, basis=Basis.AUDITED),
        YearFigure(2024, market="JP", export_usd=50_000_00, fx_date=date(2024, 12, 31), fx_rate="0.0000393"),
    ),
    certificates=(Certificate("iso", markets=("JP", "US"), valid_until=date(2027, 5, 1)),),
    past_deals=(PastDeal(counterparty_name="Demo Fund", type="fundraising", month="2023-04", tags=("finance",)),),
    is_demo=True,
)


def test_a_profile_comes_back_as_it_was_written() -> None:
    stored = json.loads(json.dumps(profiles.to_json(WHOLE)))

    assert profiles.from_json(stored) == WHOLE


def test_a_product_comes_back_as_it_was_written() -> None:
    product = Product(name=Localised(vi="Ví Demo"), sectors=("finance",), certificates=(Certificate("pct"),))

    assert products.from_json(products.to_json(product)) == product


def test_empty_fields_are_left_out_and_zero_is_kept() -> None:
    stored = profiles.to_json(WHOLE)

    assert "website" not in stored
    assert stored["figures"][0]["export_usd"] == 0


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    stored = profiles.to_json(WHOLE)

    assert content_hash(stored) == content_hash(dict(reversed(stored.items())))


def test_the_hash_changes_with_the_content() -> None:
    assert content_hash({"name": "a"}) != content_hash({"name": "b"})


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"schema": 2, "kind": "enterprise"},
        {"schema": 1, "kind": "enterprise", "name": {}, "unknown_field": 1},
        {"schema": 1, "kind": "enterprise", "name": {}, "figures": [{"year": 2024, "status": "guessed"}]},
    ],
)
def test_a_shape_that_is_not_known_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UnreadableContent):
        profiles.from_json(wrong)
