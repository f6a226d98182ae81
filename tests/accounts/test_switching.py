"""Who acts for several parties switches in one step and goes on where the step was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.accounts import a_person, sign_in_as
from tests.factories.organisations import a_member, an_enterprise

if TYPE_CHECKING:
    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("came_from", "goes_to"),
    [
        ("/workspace/deals", "/workspace/deals"),
        ("/workspace/deals/01hidden/terms", "/workspace/deals"),
        ("/workspace/products/new", "/workspace/products"),
        ("/workspace", "/workspace"),
        ("/workspace/account", "/workspace"),
        ("", "/workspace/start"),
        ("https://elsewhere.example/workspace", "/workspace/start"),
        ("//elsewhere.example/workspace/deals", "/workspace/start"),
    ],
)
def test_the_same_section_opens_for_the_other_party(client: PageClient, came_from: str, goes_to: str) -> None:
    person = a_person(language="en")
    places = [an_enterprise(f"Demo Place {number}") for number in range(40)]
    for place in places:
        a_member(place, person=person)
    sign_in_as(client, person, places[0].id)
    page = client.get("/workspace/organisation/choose", query_string={"next": came_from})
    assert page.status_code == 200
    assert page.text.count('name="organisation_id"') == 39
    data = {"organisation_id": places[7].id, "next": came_from}
    answer = client.post("/workspace/organisation/switch", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, goes_to)
    assert "Demo Place 7" in client.get("/workspace").text


def test_every_page_of_the_workspace_has_the_switch(client: PageClient) -> None:
    place = an_enterprise()
    sign_in_as(client, a_member(place, person=a_person(language="en")), place.id)
    for address in ("/workspace", "/workspace/profile", "/workspace/notifications/settings", "/workspace/deals"):
        assert f"/workspace/organisation/choose?next={address}" in client.get(address).text
