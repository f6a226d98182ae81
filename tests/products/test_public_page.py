"""The public page of a product: who offers it, what else they offer, and what machines read of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from marketplace.foundation.actor import acting_as
from marketplace.foundation.text import Localised
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise

if TYPE_CHECKING:
    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")


def test_a_product_names_its_maker_and_the_makers_other_products(client: PageClient) -> None:
    enterprise, actor = a_published_enterprise("Demo Nhà Làm")
    with acting_as(actor):
        first = a_published_product(enterprise, actor, "Demo Một", summary=Localised(vi="Chỉ tiếng Việt"))
        second = a_published_product(enterprise, actor, "Demo Hai")
    page = client.get(f"/en/products/{first}").text
    assert f"/en/products/{second}" in page
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert main.count("button-primary") == 1
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    assert data["@type"] == "Product"
    assert data["manufacturer"]["name"] == enterprise.name.best("en")
    assert data["manufacturer"]["url"].endswith(f"/en/companies/{enterprise.id}")


def test_more_products_need_no_more_queries(client: PageClient, database: Any) -> None:
    enterprise, actor = a_published_enterprise("Demo Nhiều")
    with acting_as(actor):
        first = a_published_product(enterprise, actor, "Demo Đầu")
        a_published_product(enterprise, actor, "Demo Sau")
    addresses = (f"/en/products/{first}?made=anew", f"/en/companies/{enterprise.id}?made=anew")

    def cost() -> list[int]:
        counts = []
        for address in addresses:
            said: list[str] = []

            def note(_c: object, _cursor: object, statement: str, *_rest: object, kept: list[str] = said) -> None:
                kept.append(statement)

            assert client.get(address).status_code == 200
            event.listen(database.engine, "before_cursor_execute", note)
            assert client.get(address).status_code == 200
            event.remove(database.engine, "before_cursor_execute", note)
            counts.append(len(said))
        return counts

    few = cost()
    with acting_as(actor):
        for number in range(6):
            a_published_product(enterprise, actor, f"Demo Thêm {number}")
    assert cost() == few
