"""The size of one investment in bands: a range of money belongs to every band that it touches."""

from collections.abc import Mapping
from decimal import Decimal

TICKET_BAND = "ticket_band"
# Lower edges in US dollars; a range belongs to every band that it touches.
TICKET_BANDS: Mapping[str, int] = {
    "under_100k": 0,
    "100k_1m": 100_000,
    "1m_10m": 1_000_000,
    "10m_100m": 10_000_000,
    "over_100m": 100_000_000,
}


def ticket_bands(low: Decimal | None, high: Decimal | None) -> tuple[str, ...]:
    """The bands that a range of US dollars touches; an open end reaches all the way, two open ends say nothing."""
    if low is None and high is None:
        return ()
    edges = [*TICKET_BANDS.values(), None]
    bands = zip(TICKET_BANDS, edges, edges[1:], strict=False)
    return tuple(code for code, floor, ceiling in bands if _touches(low, high, floor or 0, ceiling))


def _touches(low: Decimal | None, high: Decimal | None, floor: int, ceiling: int | None) -> bool:
    begins_before_the_end = low is None or ceiling is None or low < ceiling
    ends_after_the_beginning = high is None or high > floor or (high == low == floor)
    return begins_before_the_end and ends_after_the_beginning
