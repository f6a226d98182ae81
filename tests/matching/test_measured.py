"""How often scores came true is told as it was measured, and not told where it was not."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import Any

import pytest

from marketplace.matching.queries import weights
from marketplace.matching.rules.measured import Measured, measured_at
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.weights import SHIPPED, Weights, shipped
from tests.clients import PageClient
from tests.factories.profiles import a_published_enterprise, a_published_investor
from tests.matching.test_pages import LIST, visiting

ROWS = [
    {"from": 60, "to": 70, "stated": 0.65, "real": 0.634, "pairs": 900},
    {"from": 70, "to": 80, "stated": 75, "real": 71.6, "pairs": 1234},
    {"from": 90, "to": 100, "stated": 0.95, "real": 0.97, "pairs": 80},
]
PROVENANCE = {"calibration": {"invest": ROWS}}


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (60.0, Measured(60, 70, 63, 900)),
        (69.99, Measured(60, 70, 63, 900)),
        (70.0, Measured(70, 80, 72, 1234)),
        (99.0, Measured(90, 100, 97, 80)),
        (100.0, Measured(90, 100, 97, 80)),
        (85.0, None),
        (12.0, None),
    ],
)
def test_a_score_finds_the_range_that_it_lies_in(score: float, expected: Measured | None) -> None:
    assert measured_at(score, Role.INVEST, 2, PROVENANCE) == expected


def test_nothing_is_told_of_a_role_or_version_that_was_not_measured() -> None:
    assert measured_at(75, Role.ACQUIRE, 2, PROVENANCE) is None
    assert measured_at(75, Role.INVEST, 2, {}) is None


def test_a_version_of_the_ministry_names_the_one_that_was_measured() -> None:
    found = measured_at(75, Role.INVEST, 1000, {**PROVENANCE, "shipped": 2})
    assert found is not None
    assert found.shipped == 2


def page_of_a_pair(client: PageClient, monkeypatch: pytest.MonkeyPatch, provenance: dict[str, Any]) -> str:
    def measured(version: int = SHIPPED) -> Weights:
        return replace(shipped(version), provenance=provenance)

    monkeypatch.setattr(weights, "shipped", measured)
    _, founder = a_published_enterprise()
    investor, _ = a_published_investor()
    with visiting(founder):
        return html.unescape(client.get(f"{LIST}/{investor.id}").get_data(as_text=True))


def test_the_page_of_a_pair_says_how_often_such_scores_came_true(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"from": 0, "to": 100, "stated": 0.5, "real": 0.734, "pairs": 1234}]
    page = page_of_a_pair(client, monkeypatch, {"calibration": {"invest": rows}})
    assert "trong 1.234 cặp có điểm từ 0 đến 100, cứ một trăm cặp thì 73 cặp là cặp đúng" in page
    assert "Chưa đo" not in page


def test_the_page_says_so_where_it_was_not_measured(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Chưa đo mức độ đúng thực tế" in page_of_a_pair(client, monkeypatch, {})
