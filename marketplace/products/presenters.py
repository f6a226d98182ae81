"""What a page shows of a product, made from its content so that any revision can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marketplace.foundation.head import PageHead
from marketplace.foundation.i18n import language, lazy
from marketplace.foundation.text import Localised
from marketplace.products.content import Product
from marketplace.profiles.content import Certificate
from marketplace.profiles.presenters import Difference, certificates_shown, only_language, whole_address
from marketplace.reference.presenters import term, terms


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One product as its page shows it."""

    product: Product
    other_names: tuple[tuple[str, str], ...]
    certificates: tuple[tuple[Certificate, bool], ...]
    only_in: str | None


def product_page(product: Product) -> ProductPage:
    """What the page of this text of a product shows; each certificate with whether it has run out."""
    shown = product.name.best(language())
    return ProductPage(
        product=product,
        other_names=tuple((lang, text) for lang, text in product.name.items() if text != shown),
        certificates=certificates_shown(product.certificates),
        only_in=only_language(product.summary, product.description),
    )


def product_head(product: Product, address: str, maker: str, maker_at: str) -> PageHead:
    """The page of a product to search machines: a product of schema.org, and who offers it."""
    name, summary = product.name.best(language()), product.summary.best(language())
    data = {
        "@type": "Product",
        "@id": address,
        "url": address,
        "name": name,
        "description": summary or product.description.best(language()),
        "category": terms(product.technologies, "technology"),
        "manufacturer": {"@type": "Organization", "name": maker, "url": maker_at},
        "audience": {"@type": "BusinessAudience", "audienceType": product.target_clients.best(language())},
        "sameAs": whole_address(product.website),
    }
    return PageHead(description=summary or name, kind="product", structured=data)


def differences(before: Product | None, after: Product) -> list[Difference]:
    """What changed between two texts, field by field, in the page's language."""
    old = {} if before is None else {name: text for name, _label, text in _said(before)}
    return [
        Difference(label, old.get(name, ""), text) for name, label, text in _said(after) if old.get(name, "") != text
    ]


def _said(product: Product) -> Iterator[tuple[str, Any, str]]:
    for name, in_vietnamese, in_english in _TEXTS:
        text: Localised = getattr(product, name)
        yield f"{name}_vi", in_vietnamese, text.vi
        yield f"{name}_en", in_english, text.en
    for name, label, taxonomy in _CODES:
        yield name, label, terms(getattr(product, name), taxonomy)
    yield "website", lazy("Web page of the product"), product.website or ""
    certified = ", ".join(term(certificate.standard, "standard") for certificate in product.certificates)
    yield "certificates", lazy("Certificates"), certified


_TEXTS = (
    ("name", lazy("Name in Vietnamese"), lazy("Name in English")),
    ("summary", lazy("In one or two sentences, in Vietnamese"), lazy("In one or two sentences, in English")),
    ("description", lazy("In detail, in Vietnamese"), lazy("In detail, in English")),
    ("target_clients", lazy("For whom, in Vietnamese"), lazy("For whom, in English")),
)
_CODES = (
    ("technologies", lazy("Technologies"), "technology"),
    ("sectors", lazy("Sectors of application"), "sector"),
    ("segments", lazy("Industry segments"), "segment"),
    ("markets", lazy("Markets"), "country"),
)
