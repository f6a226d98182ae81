"""What the pages to walk through call things."""

from collections.abc import Mapping
from typing import Any

from marketplace.discovery.rules import Kind
from marketplace.foundation.i18n import lazy, ngettext
from marketplace.foundation.i18n import number as written

TITLES: Mapping[str, Any] = {
    "technology": lazy("Technologies"),
    "sector": lazy("Sectors of application"),
    "market": lazy("Markets"),
    "province": lazy("Provinces and cities"),
    "segment": lazy("Industry segments"),
}
LEADS: Mapping[str, Any] = {
    "technology": lazy("What the products are made with, from artificial intelligence to semiconductors."),
    "sector": lazy("Where the products are used: health, finance, agriculture and more."),
    "market": lazy("The countries that companies sell to or want to reach, and that investors look at."),
    "province": lazy("Where companies are at home, in the 34 provinces and cities since 1 July 2025."),
    "segment": lazy("The parts of the digital technology industry that companies work in."),
}
KIND_TITLES: Mapping[Kind, Any] = {
    Kind.COMPANY: lazy("Companies"),
    Kind.PRODUCT: lazy("Products"),
    Kind.INVESTOR: lazy("Investors"),
}
SEARCHES: Mapping[Kind, str] = {
    Kind.COMPANY: "discovery.companies",
    Kind.PRODUCT: "discovery.products",
    Kind.INVESTOR: "discovery.investors",
}
NEWEST_TITLES: Mapping[Kind, Any] = {
    Kind.COMPANY: lazy("Newest companies"),
    Kind.PRODUCT: lazy("Newest products"),
    Kind.INVESTOR: lazy("Newest investors"),
}
BESIDE_TITLES: Mapping[str, Any] = {
    "technology": lazy("By technology"),
    "sector": lazy("By sector"),
    "market": lazy("By market"),
    "province": lazy("By province"),
}
FLAGS: Mapping[str, Any] = {
    "strategic": lazy("Strategic technology"),
    "core": lazy("Core technology"),
    "emerging": lazy("Emerging technology"),
    "dual_use": lazy("Dual use"),
}


def counted_words(kind: Kind, count: int) -> str:
    """How many there are of a kind: "115 companies"."""
    shown = written(count)
    if kind is Kind.COMPANY:
        return str(ngettext("%(shown)s company", "%(shown)s companies", count, shown=shown))
    if kind is Kind.PRODUCT:
        return str(ngettext("%(shown)s product", "%(shown)s products", count, shown=shown))
    return str(ngettext("%(shown)s investor", "%(shown)s investors", count, shown=shown))
