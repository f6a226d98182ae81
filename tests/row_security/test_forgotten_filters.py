"""A query that forgets to ask who is inside finds nothing all the same, through pages as strangers see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Select, select

from marketplace.foundation.actor import Power
from marketplace.organisations.models import Audience
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_member, a_ministry_unit, a_staff_actor
from tests.factories.profiles import a_published_enterprise
from tests.row_security.world import World, a_world

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask_sqlalchemy import SQLAlchemy

    from marketplace.foundation.actor import Actor
    from tests.clients import PageClient

FILTERED = ("deals.queries.deals", "deals.queries.introductions", "messaging.queries", "files.queries")


def _every_audience(_actor: Actor) -> Select[str]:
    return select(Audience.id)


@pytest.fixture
def world(database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> World:
    made = a_world()
    for module in FILTERED:
        monkeypatch.setattr(f"marketplace.{module}.audiences_of", _every_audience)
    return made


def _competitor(client: PageClient, _world: World) -> None:
    place, _ = a_published_enterprise("Demo Competitor")
    sign_in_as(client, a_member(place), place.id)


def _other_pair(client: PageClient, world: World) -> None:
    sign_in_as(client, a_member(world.other.enterprise), world.other.enterprise.id)


def _clerk(client: PageClient, _world: World) -> None:
    unit, person = a_ministry_unit(), a_person()
    a_staff_actor(unit, (Power.REVIEW, Power.CURATE, Power.IMPORT), person)
    sign_in_as(client, person, unit.organisation_id)


def _addresses(world: World) -> list[str]:
    return [
        f"/workspace/deals/{world.deals[0]}",
        f"/workspace/conversations/{world.conversations[0]}",
        f"/workspace/files/{world.files[0]}",
    ]


@pytest.mark.parametrize("stranger", [_competitor, _other_pair, _clerk])
def test_a_stranger_finds_nothing_where_the_filter_was_forgotten(
    client: PageClient, world: World, stranger: Callable[[PageClient, World], None]
) -> None:
    stranger(client, world)
    assert {address: client.get(address).status_code for address in _addresses(world)} == dict.fromkeys(
        _addresses(world), 404
    )
    listed = client.get("/workspace/deals").text + client.get("/workspace/introductions").text
    assert world.deals[0] not in listed


def test_those_inside_find_everything(client: PageClient, world: World) -> None:
    """Else the test above would say nothing."""
    sign_in_as(client, a_member(world.pair.enterprise), world.pair.enterprise.id)
    for address in _addresses(world):
        with client.get(address) as answer:
            assert answer.status_code == 200


def test_everybody_sees_the_same_public_numbers(client: PageClient, world: World) -> None:
    anonymous = client.get("/vi/kpi").text
    _competitor(client, world)
    numbers = [page.split("<main", 1)[1].split("</main>", 1)[0] for page in (anonymous, client.get("/vi/kpi").text)]
    assert numbers[0] == numbers[1]
    assert ">2<" in numbers[0].replace("\n", "").replace(" ", "")
