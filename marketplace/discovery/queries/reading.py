"""What the index found, read again as it is now: what is no longer public is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marketplace.discovery.rules import Kind
from marketplace.products import queries as products
from marketplace.products.content import Product
from marketplace.products.models import ProductRow
from marketplace.profiles import queries as profiles
from marketplace.profiles.content import PartyProfile
from marketplace.profiles.models import Profile
from marketplace.profiles.rules import PUBLIC_PAGES


@dataclass(frozen=True, slots=True)
class FoundParty:
    """A company or an investor that the public may see."""

    row: Profile
    profile: PartyProfile


@dataclass(frozen=True, slots=True)
class FoundProduct:
    """A product that the public may see, and who offers it."""

    row: ProductRow
    product: Product
    owner: Profile


Found = FoundParty | FoundProduct


def kind_of(found: Found) -> Kind:
    """Which search finds it."""
    if isinstance(found, FoundProduct):
        return Kind.PRODUCT
    return Kind(PUBLIC_PAGES[found.row.kind])


def read_kinds(ids: Mapping[Kind, Sequence[str]]) -> dict[Kind, list[Found]]:
    """What is public of each kind, in the order of the ids: one statement for parties, one for products."""
    parties = _by_id([*ids.get(Kind.COMPANY, ()), *ids.get(Kind.INVESTOR, ())])
    offers = read_products(ids.get(Kind.PRODUCT, ()))
    found: dict[Kind, list[Found]] = {}
    for kind, wanted in ids.items():
        here = offers if kind is Kind.PRODUCT else [parties[each] for each in wanted if each in parties]
        found[kind] = [each for each in here if kind_of(each) is kind]
    return found


def read_one_kind(kind: Kind, ids: Sequence[str]) -> list[Found]:
    """The same for one kind."""
    return read_kinds({kind: ids})[kind]


def read_products(ids: Iterable[str]) -> list[FoundProduct]:
    """The products that the world sees, in the order of the ids."""
    wanted = list(ids)
    shown = products.shown(wanted) if wanted else []
    return [FoundProduct(row, product, owner) for row, product, owner in shown]


def _by_id(ids: Sequence[str]) -> dict[str, FoundParty]:
    shown = profiles.shown(ids) if ids else []
    return {row.id: FoundParty(row, profile) for row, profile in shown if row.kind in PUBLIC_PAGES}
