"""The product's pages and the company page: what its owner types, what visitors see."""

from __future__ import annotations

from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from marketplace.foundation.actor import SYSTEM, Actor
from marketplace.foundation.database import db
from marketplace.organisations.models import Organisation
from marketplace.products import queries
from tests.clients import PageClient
from tests.factories.accounts import sign_in_as
from tests.factories.organisations import a_member, an_enterprise
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise

TYPED = {
    "name_vi": "Demo Cổng Thanh Toán",
    "name_en": "Demo Payment Gate",
    "summary_en": "Takes payments",
    "sectors": ["finance"],
    "certificates-0-standard": "iso",
}


@pytest.fixture
def enterprise(database: SQLAlchemy) -> tuple[Organisation, Actor]:
    return a_published_enterprise()


@pytest.fixture
def member(client: PageClient, enterprise: tuple[Organisation, Actor]) -> PageClient:
    sign_in_as(client, a_member(enterprise[0]), acting_for=enterprise[0].id)
    return client


def create(client: PageClient, then: str = "publish", **more: Any) -> Any:
    return client.post("/workspace/products/new", data={**TYPED, "then": then, "once": "k" * 26, **more})


def version_of(product_id: str) -> int:
    db.session.rollback()  # what the visitor did is not in this session's snapshot
    return queries.own_product(SYSTEM, product_id).version


def only_product(organisation: Organisation) -> queries.OwnProduct:
    db.session.rollback()
    (own,) = queries.own_products(SYSTEM, organisation.id)
    return own


def test_a_new_product_is_published_once_however_often_it_is_sent(
    member: PageClient, enterprise: tuple[Organisation, Actor]
) -> None:
    first, second = create(member), create(member)

    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    page = member.get(f"/en/products/{only_product(enterprise[0]).product_id}").text
    assert "Demo Payment Gate" in page
    assert "Demo Sao Biển" in page


def test_a_draft_is_not_on_the_public_pages(member: PageClient, enterprise: tuple[Organisation, Actor]) -> None:
    create(member, then="draft")
    product_id = only_product(enterprise[0]).product_id

    assert member.get(f"/vi/products/{product_id}").status_code == 404
    assert "Demo Cổng Thanh Toán" not in member.get(f"/vi/companies/{enterprise[0].id}").text
    assert "Demo Cổng Thanh Toán" in member.get("/workspace/products").text
    assert "Demo Cổng Thanh Toán" in member.get(f"/workspace/products/{product_id}/preview").text


def test_a_product_without_a_name_is_not_kept(member: PageClient, enterprise: tuple[Organisation, Actor]) -> None:
    answer = create(member, name_vi="", name_en="")

    assert answer.status_code == 422
    assert "Takes payments" in answer.text
    assert queries.own_products(SYSTEM, enterprise[0].id) == []


def test_a_late_form_is_shown_beside_what_was_saved(member: PageClient, enterprise: tuple[Organisation, Actor]) -> None:
    product_id = a_published_product(*enterprise)

    answer = member.post(f"/workspace/products/{product_id}", data={**TYPED, "then": "publish", "version": "0"})

    assert answer.status_code == 409
    assert "Demo Ví Sao" in answer.text
    assert "Demo Payment Gate" in answer.text


def test_a_change_is_published_from_its_draft(member: PageClient, enterprise: tuple[Organisation, Actor]) -> None:
    product_id = a_published_product(*enterprise)
    version = version_of(product_id)
    member.post(f"/workspace/products/{product_id}", data={**TYPED, "then": "draft", "version": str(version)})
    assert "Demo Payment Gate" in member.get(f"/workspace/products/{product_id}/compare").text

    member.post(f"/workspace/products/{product_id}/publish", data={"version": str(version + 1)})
    assert "Demo Payment Gate" in member.get(f"/en/products/{product_id}").text


def test_a_withdrawn_product_can_be_edited_and_shown_again(
    member: PageClient, enterprise: tuple[Organisation, Actor]
) -> None:
    product_id = a_published_product(*enterprise)
    member.post(f"/workspace/products/{product_id}/withdraw", data={})
    assert member.get(f"/vi/products/{product_id}").status_code == 404
    assert "Demo Ví Sao" in member.get(f"/workspace/products/{product_id}").text

    version = version_of(product_id)
    member.post(f"/workspace/products/{product_id}", data={**TYPED, "then": "publish", "version": str(version)})
    assert member.get(f"/vi/products/{product_id}").status_code == 200


def test_another_enterprises_product_does_not_exist_here(
    member: PageClient, enterprise: tuple[Organisation, Actor]
) -> None:
    product_id = a_published_product(*a_published_enterprise("Demo Other"))

    for address in ("", "/preview", "/compare"):
        assert member.get(f"/workspace/products/{product_id}{address}").status_code == 404
    for address in ("", "/publish", "/discard", "/withdraw"):
        assert member.post(f"/workspace/products/{product_id}{address}", data=TYPED).status_code == 404


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_company_page_shows_its_products_and_nothing_that_is_missing(
    client: PageClient, enterprise: tuple[Organisation, Actor], lang: str
) -> None:
    product_id = a_published_product(*enterprise)
    page = client.get(f"/{lang}/companies/{enterprise[0].id}").text

    assert f"/{lang}/products/{product_id}" in page
    assert "Demo" in page
    assert 'id="certificates"' not in page
    assert 'id="past-deals"' not in page


def test_a_party_that_was_never_live_has_no_page(client: PageClient) -> None:
    assert client.get(f"/vi/companies/{an_enterprise().id}").status_code == 404
