"""The public numbers are counted once for all visitors, and again as soon as one of them may have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import template_rendered

from tests.factories import deals

if TYPE_CHECKING:
    from flask import Flask

    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")


def test_the_numbers_are_counted_again_when_a_deal_moved(app: Flask, client: PageClient) -> None:
    made: list[object] = []

    def note(_app: Flask, template: object, **_: object) -> None:
        made.append(template)

    with template_rendered.connected_to(note, app):
        before = client.get("/en/kpi").text
        first = len(made)
        assert client.get("/en/kpi").text == before
        assert len(made) == first
        assert "0 of 25 deals are counted" in before
        deals.a_verified_deal(deals.a_pair(), deals.officers())
        assert "1 of 25 deals are counted" in client.get("/en/kpi").text


@pytest.mark.parametrize(("language", "told"), [("en", "at most 30 seconds before"), ("vi", "không quá 30 giây trước")])
def test_the_page_says_how_old_its_numbers_may_be(client: PageClient, language: str, told: str) -> None:
    assert told in client.get(f"/{language}/kpi").text
