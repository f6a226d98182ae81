"""Reference data by code, the same for every reader."""

from marketplace.reference.queries.countries import (
    UNION,
    country_code,
    country_codes,
    country_name,
    currency_codes,
    currency_name,
)
from marketplace.reference.queries.labels import choices, label, names, unknown_codes
from marketplace.reference.queries.places import market_class, markets, province, province_code, provinces
from marketplace.reference.queries.rates import latest_rate, rate_on
from marketplace.reference.queries.snapshot import Snapshot, forget_version, is_loaded, snapshot
from marketplace.reference.queries.terms import (
    counting_deal_types,
    flagged,
    industries,
    industry,
    taxonomies,
    term,
    terms,
)

__all__ = [
    "UNION",
    "Snapshot",
    "choices",
    "counting_deal_types",
    "country_code",
    "country_codes",
    "country_name",
    "currency_codes",
    "currency_name",
    "flagged",
    "forget_version",
    "industries",
    "industry",
    "is_loaded",
    "label",
    "latest_rate",
    "market_class",
    "markets",
    "names",
    "province",
    "province_code",
    "provinces",
    "rate_on",
    "snapshot",
    "taxonomies",
    "term",
    "terms",
    "unknown_codes",
]
