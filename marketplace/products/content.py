"""What an enterprise publishes about one product or service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.foundation.text import NO_TEXT, Localised
from marketplace.profiles.content import Certificate
from marketplace.publishing.content import SCHEMA, from_plain, to_plain, without_schema

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Product:
    """One product or service; codes are those of the reference taxonomies."""

    name: Localised
    summary: Localised = NO_TEXT
    description: Localised = NO_TEXT
    technologies: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    target_clients: Localised = NO_TEXT
    website: str | None = None
    certificates: tuple[Certificate, ...] = ()


def to_json(product: Product) -> dict[str, Any]:
    """The product as a revision stores it: schema version, dates as ISO, empty fields left out."""
    return {SCHEMA: SCHEMA_VERSION, **to_plain(product)}


def from_json(plain: Mapping[str, Any]) -> Product:
    """The product that a revision holds; raises UnreadableContent for a shape it does not know."""
    return from_plain(Product, without_schema(plain, SCHEMA_VERSION))
