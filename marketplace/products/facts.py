"""What can have happened to products."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ProductsPublished:
    """What the world sees of these products is new."""

    NAME: ClassVar[str] = "products.products_published"
    product_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductsWithdrawn:
    """The world no longer sees these products."""

    NAME: ClassVar[str] = "products.products_withdrawn"
    product_ids: tuple[str, ...]
