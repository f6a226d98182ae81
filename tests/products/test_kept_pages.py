"""Public pages are made once for all visitors while nothing on them changes, and show every change at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import template_rendered

from marketplace.foundation.actor import Actor, acting_as
from marketplace.products.services import withdraw_product
from marketplace.profiles.services import publish_profile, withdraw_profile
from tests.factories.products import a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from marketplace.organisations.models import Organisation
    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def made(app: Flask) -> Iterator[list[str]]:
    """The templates of pages as they are made."""
    names: list[str] = []

    def note(_app: Flask, template: object, **_: object) -> None:
        names.append(str(getattr(template, "name", "")))

    with template_rendered.connected_to(note, app):
        yield names


@pytest.fixture
def company() -> tuple[Organisation, Actor]:
    return a_published_enterprise("Demo Sao Biển")


def product_of(company: tuple[Organisation, Actor], name: str) -> str:
    with acting_as(company[1]):
        return a_published_product(*company, name)


def test_each_page_is_made_once_for_each_language(
    client: PageClient, company: tuple[Organisation, Actor], made: list[str]
) -> None:
    product, investor = product_of(company, "Demo Một"), a_published_investor()[0]
    addresses = (f"companies/{company[0].id}", f"products/{product}", f"investors/{investor.id}")
    pages = {f"/{code}/{each}": client.get(f"/{code}/{each}").text for code in ("vi", "en") for each in addresses}
    first = len(made)
    assert first >= len(pages)
    assert {address: client.get(address).text for address in pages} == pages
    assert len(made) == first
    assert len(set(pages.values())) == len(pages)


def test_what_a_company_publishes_is_on_its_page_at_once(
    client: PageClient, company: tuple[Organisation, Actor]
) -> None:
    organisation, actor = company
    address = f"/en/companies/{organisation.id}"
    assert "Demo Sao Biển" in client.get(address).text
    with acting_as(actor):
        publish_profile(actor, organisation.id, a_profile("Demo Sao Mới"))
    page = client.get(address).text
    assert "Demo Sao Mới" in page
    assert "Demo Sao Biển" not in page


def test_a_new_product_is_on_the_page_of_its_maker_and_of_the_others_at_once(
    client: PageClient, company: tuple[Organisation, Actor]
) -> None:
    first = product_of(company, "Demo Một")
    addresses = (f"/vi/companies/{company[0].id}", f"/vi/products/{first}")
    assert not any("Demo Hai" in client.get(address).text for address in addresses)
    second = product_of(company, "Demo Hai")
    assert all("Demo Hai" in client.get(address).text for address in addresses)
    with acting_as(company[1]):
        withdraw_product(company[1], second)
    assert not any("Demo Hai" in client.get(address).text for address in addresses)
    assert client.get(f"/vi/products/{second}").status_code == 404


def test_a_product_names_its_maker_as_it_is_called_now(client: PageClient, company: tuple[Organisation, Actor]) -> None:
    organisation, actor = company
    address = f"/vi/products/{product_of(company, 'Demo Một')}"
    assert "Demo Sao Biển" in client.get(address).text
    with acting_as(actor):
        publish_profile(actor, organisation.id, a_profile("Demo Sao Mới"))
    assert "Demo Sao Biển" not in client.get(address).text


def test_who_withdraws_is_gone_at_once_with_all_products(
    client: PageClient, company: tuple[Organisation, Actor]
) -> None:
    organisation, actor = company
    investor, owner = a_published_investor()
    product = product_of(company, "Demo Một")
    addresses = [f"/vi/companies/{organisation.id}", f"/vi/products/{product}", f"/vi/investors/{investor.id}"]
    assert [client.get(address).status_code for address in addresses] == [200] * 3
    for party, acting in ((organisation, actor), (investor, owner)):
        with acting_as(acting):
            withdraw_profile(acting, party.id)
    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_a_page_is_found_only_where_its_kind_stands(client: PageClient, company: tuple[Organisation, Actor]) -> None:
    investor = a_published_investor()[0]
    for _ in range(2):
        assert client.get(f"/vi/investors/{company[0].id}").status_code == 404
        assert client.get(f"/vi/companies/{investor.id}").status_code == 404
