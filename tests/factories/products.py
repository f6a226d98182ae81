"""Invented products, as content and live."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marketplace.foundation.actor import Actor
from marketplace.foundation.text import Localised
from marketplace.organisations.models import Organisation
from marketplace.products import services
from marketplace.products.content import Product
from marketplace.products.services import NewProduct


def a_product(name: str = "Demo Ví Sao", **fields: Any) -> Product:
    """A filled product; any field can be given."""
    whole = Product(
        name=Localised(vi=name, en=f"{name} Wallet"),
        summary=Localised(vi="Ví điện tử cho chợ truyền thống", en="A wallet for wet markets"),
        technologies=("fintech",),
        sectors=("finance",),
        markets=("KH",),
        target_clients=Localised(vi="Tiểu thương", en="Market traders"),
    )
    return replace(whole, **fields)


def a_published_product(organisation: Organisation, actor: Actor, name: str = "Demo Ví Sao", **fields: Any) -> str:
    """A live product of an enterprise; gives its id."""
    return services.publish_product(actor, NewProduct(organisation.id), a_product(name, **fields))
