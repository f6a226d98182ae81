"""The words and addresses of search: filters, orders and codes, in the language of the page."""

from __future__ import annotations

from flask import url_for

from marketplace.discovery.rules import EVERYTHING, TICKET_BAND, Asked, Kind, Order
from marketplace.foundation.i18n import language, lazy
from marketplace.reference import queries as reference

SEARCH_PAGES = {Kind.COMPANY: "companies", Kind.PRODUCT: "products", Kind.INVESTOR: "investors"}
PAGES_BY_NAME = {EVERYTHING: EVERYTHING, **{kind.value: page for kind, page in SEARCH_PAGES.items()}}
FACET_TITLES = {
    "technology": lazy("Technology"),
    "sector": lazy("Sector"),
    "province": lazy("Province"),
    "enterprise_type": lazy("Type of enterprise"),
    "segment": lazy("Segment"),
    "market": lazy("Market"),
    "country": lazy("Country"),
    "development_stage": lazy("Stage of development"),
    "ownership": lazy("Ownership"),
    "standard": lazy("Standards and certificates"),
    "facet": lazy("Recognised as"),
    "stage": lazy("Invests at stage"),
    "instrument": lazy("Instrument"),
    TICKET_BAND: lazy("Size of one investment"),
}
BAND_LABELS = {
    "under_100k": lazy("Under US$100,000"),
    "100k_1m": lazy("US$100,000 to 1 million"),
    "1m_10m": lazy("US$1 million to 10 million"),
    "10m_100m": lazy("US$10 million to 100 million"),
    "over_100m": lazy("Over US$100 million"),
}
ORDER_LABELS = {Order.RELEVANCE: lazy("Relevance"), Order.NAME: lazy("Name"), Order.NEWEST: lazy("Newest")}


def label(taxonomy: str, code: str) -> str:
    """A code in words."""
    if taxonomy == TICKET_BAND:
        return str(BAND_LABELS[code])
    return reference.label(taxonomy, code, language())


def href(asked: Asked) -> str:
    """The one address of a search."""
    return url_for(f"discovery.{SEARCH_PAGES[asked.kind]}", **asked.address())  # type: ignore[arg-type]


def term_href(taxonomy: str, code: str) -> str:
    """The page of a code."""
    return url_for("discovery.term", taxonomy=taxonomy, code=code)
