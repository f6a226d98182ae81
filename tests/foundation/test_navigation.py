"""Menus: only what the person may open, and where the page belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.foundation.actor import ANONYMOUS, Actor, Role, acting_as
from marketplace.foundation.navigation import navigation

if TYPE_CHECKING:
    from flask import Flask

MEMBER = Actor(person_id="p" * 26, organisation_id="o" * 26, organisation_kind="enterprise", role=Role.ADMIN)


def current(app: Flask, address: str) -> list[str]:
    with app.test_request_context(address), acting_as(MEMBER):
        return [str(link["href"]) for link in navigation("workspace") if link["current"]]


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/workspace", ["/workspace"]),
        ("/workspace/conversations", ["/workspace/conversations"]),
        ("/workspace/conversations/abc", ["/workspace/conversations"]),
        ("/vi/companies", []),
    ],
)
def test_the_nearest_entry_above_a_page_is_marked(app: Flask, address: str, entry: list[str]) -> None:
    assert current(app, address) == entry


@pytest.mark.parametrize("area", ["workspace", "staff"])
def test_a_visitor_is_offered_no_page_that_would_turn_him_away(app: Flask, area: str) -> None:
    with app.test_request_context("/vi/"), acting_as(ANONYMOUS):
        assert navigation(area) == []


@pytest.mark.parametrize(("organisation_id", "offered"), [(None, True), ("o" * 26, False)])
def test_somebody_without_an_organisation_always_finds_the_way_to_one(
    app: Flask, organisation_id: str | None, offered: bool
) -> None:
    with (
        app.test_request_context("/workspace/account"),
        acting_as(
            Actor(person_id="p" * 26, organisation_id=organisation_id, role=Role.ADMIN if organisation_id else None)
        ),
    ):
        assert ("/workspace/organisation/choose" in [link["href"] for link in navigation("workspace")]) is offered
