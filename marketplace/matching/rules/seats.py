"""One party at the table, as plain values: the only thing that criteria and signals ever see."""

from dataclasses import dataclass
from enum import StrEnum

Texts = tuple[str, ...]
Meanings = tuple[tuple[str, bytes], ...]


class Role(StrEnum):
    """What the side with the money wants: a stake, or the company."""

    INVEST = "invest"
    ACQUIRE = "acquire"


@dataclass(frozen=True, slots=True)
class PastDeal:
    """One earlier deal of a party; `month` counts months since year 0, `amount` is in US dollars."""

    counterpart: str
    month: int | None = None
    country: str | None = None
    city: str | None = None
    amount: float | None = None
    stage: str | None = None
    tags: Texts = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A party in one role; `low` to `high` is a ticket or an amount sought in US dollars, None and () mean unknown.

    `name` is what others' deals know it by; `aliases` are all its names, for telling who is together already.
    `meanings` holds by language what its public texts mean: a vector of whole numbers, a byte each.
    """

    key: str
    organisation: str
    profile: str
    mandate: str | None = None
    group: str | None = None
    name: str = ""
    country: str | None = None
    city: str | None = None
    sectors: Texts = ()
    technologies: Texts = ()
    segments: Texts = ()
    stages: Texts = ()
    instruments: Texts = ()
    directions: Texts = ()
    markets: Texts = ()
    languages: Texts = ()
    excluded_sectors: Texts = ()
    excluded_technologies: Texts = ()
    excluded_countries: Texts = ()
    certified_markets: Texts = ()
    served_markets: Texts = ()
    facets: Texts = ()
    holders: Texts = ()
    low: float | None = None
    high: float | None = None
    deals: tuple[PastDeal, ...] = ()
    words: Texts = ()
    changed: int | None = None
    trust: float | None = None
    limited_to: Texts = ()
    whole: bool = False
    declared: bool = False
    acquires_core: bool | None = None
    founded: int | None = None
    backed: bool | None = None
    protected_markets: Texts = ()
    thesis: Texts = ()
    aliases: Texts = ()
    meanings: Meanings = ()
