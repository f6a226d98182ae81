"""The rules of profiles: which parties are shown where, enterprise codes, and how complete a profile is."""

from marketplace.profiles.rules.completeness import Completeness, Item, Part, Standing, completeness
from marketplace.profiles.rules.parties import PUBLIC_PAGES, SELF_DECLARED_FACETS, compact_code, is_enterprise_code

__all__ = [
    "PUBLIC_PAGES",
    "SELF_DECLARED_FACETS",
    "Completeness",
    "Item",
    "Part",
    "Standing",
    "compact_code",
    "completeness",
    "is_enterprise_code",
]
