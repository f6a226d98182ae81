"""By which taxonomies the marketplace can be walked through, and which things bear their codes."""

from collections.abc import Mapping, Sequence

from marketplace.discovery.rules.asking import FACETS, Kind

BROWSED = ("technology", "sector", "market", "province", "segment")
# Beside one code it is told where else its bearers are at home: "artificial intelligence in finance".
BESIDE: Mapping[str, tuple[str, ...]] = {
    "technology": ("sector", "market", "province"),
    "sector": ("technology", "market", "province"),
    "market": ("technology", "sector", "province"),
    "province": ("technology", "sector", "market"),
    "segment": ("technology", "sector", "province"),
}
MOST_BESIDE = 8


def kinds_bearing(taxonomy: str) -> tuple[Kind, ...]:
    """The kinds of things that can bear a code of the taxonomy."""
    return tuple(kind for kind in Kind if any(facet.field == taxonomy for facet in FACETS[kind]))


def most(counts: Mapping[str, int], size: int) -> Sequence[tuple[str, int]]:
    """The codes with the greatest counts, equal ones in the order of their codes."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:size]
