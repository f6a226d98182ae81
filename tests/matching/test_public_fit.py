"""What a public page tells a member about the fit is kept like every other score that is shown."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.foundation.journal import Fact
from marketplace.matching.queries.weights import numbered
from marketplace.matching.rules.again import log_odds_again
from marketplace.matching.rules.seats import Role
from tests.clients import PageClient
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise, a_published_investor
from tests.matching.test_pages import visiting


def kept() -> list[dict[str, Any]]:
    db.session.rollback()  # what the pages have written is seen from now on
    return list(db.session.scalars(select(Fact.values).where(Fact.name == "matching.matches_shown")))


def test_the_fit_on_a_public_page_can_be_made_again(client: PageClient) -> None:
    enterprise, _ = a_published_enterprise()
    _, partner = a_published_investor()
    with visiting(partner):
        for _ in range(2):
            assert "How well you fit" in client.get(f"/en/companies/{enterprise.id}").get_data(as_text=True)
    (shown,) = kept()
    ((profile_id, _mandate, score, values),) = shown["rows"]
    weights = numbered(shown["weights"]).roles[Role(shown["role"])]
    assert profile_id == enterprise.id
    assert log_odds_again(shown["signals"], values, weights, shown["unit"]) == pytest.approx(score / 1e6, abs=2e-4)


def test_a_page_that_shows_no_score_keeps_none(client: PageClient) -> None:
    enterprise, owner = a_published_enterprise()
    product_id = a_published_product(enterprise, owner)
    _, partner = a_published_investor()
    with visiting(partner):
        assert client.get(f"/en/products/{product_id}").status_code == 200
    assert client.get(f"/en/companies/{enterprise.id}").status_code == 200
    assert kept() == []
