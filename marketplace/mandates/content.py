"""What a mandate says, and which of it the other side may know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.publishing.content import from_plain, to_plain

SCHEMA_VERSION = 1
GLOBAL_MARKET = "global"


class MandateKind(StrEnum):
    """What is sought (the first two) or offered (the others)."""

    INVEST = "invest"
    ACQUIRE = "acquire"
    RAISE = "raise"
    SALE = "sale"
    JOINT_VENTURE = "joint_venture"
    PARTNERSHIP = "partnership"


class Privacy(StrEnum):
    """Who may learn one criterion: its owner; the other side in coarse bands; everybody."""

    PRIVATE = "private"
    SHARED = "shared"
    PUBLIC = "public"


DEFAULT_PRIVACY: Mapping[str, Privacy] = {
    "title": Privacy.PUBLIC,
    "kind": Privacy.SHARED,
    "ticket": Privacy.SHARED,
    "stages": Privacy.SHARED,
    "instruments": Privacy.SHARED,
    "sectors": Privacy.SHARED,
    "technologies": Privacy.SHARED,
    "markets": Privacy.SHARED,
    "directions": Privacy.SHARED,
    "amount_sought": Privacy.PRIVATE,
    "thesis": Privacy.PRIVATE,
    "excluded_sectors": Privacy.PRIVATE,
    "excluded_countries": Privacy.PRIVATE,
    "excluded_technologies": Privacy.PRIVATE,
    "use_of_funds": Privacy.PRIVATE,
    "existing_investors": Privacy.PRIVATE,
}


@dataclass(frozen=True, slots=True)
class TicketRange:
    """The size of one investment, in minor units of the currency; an open end is None."""

    minimum: int | None
    maximum: int | None
    currency: str

    def minimum_money(self) -> Money | None:
        """The lower end, if there is one."""
        return None if self.minimum is None else Money(self.minimum, self.currency)

    def maximum_money(self) -> Money | None:
        """The upper end, if there is one."""
        return None if self.maximum is None else Money(self.maximum, self.currency)


@dataclass(frozen=True, slots=True)
class Mandate:
    """One thing that a party seeks or offers; codes are those of the reference taxonomies, countries ISO alpha-2."""

    kind: MandateKind
    title: Localised = field(default_factory=Localised)
    thesis: Localised = field(default_factory=Localised)
    ticket: TicketRange | None = None
    amount_sought: Money | None = None
    stages: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    excluded_sectors: tuple[str, ...] = ()
    excluded_countries: tuple[str, ...] = ()
    excluded_technologies: tuple[str, ...] = ()
    use_of_funds: Localised = field(default_factory=Localised)
    existing_investors: tuple[str, ...] = ()
    privacy: tuple[tuple[str, Privacy], ...] = ()

    def privacy_of(self, criterion: str) -> Privacy:
        """The class that the owner chose for a field, else the default; raises KeyError for an unknown field."""
        chosen = dict(self.privacy).get(criterion)
        return DEFAULT_PRIVACY[criterion] if chosen is None else chosen


def to_json(mandate: Mandate) -> dict[str, Any]:
    """The mandate as it is stored in a revision; empty fields left out."""
    return to_plain(mandate)


def from_json(plain: Mapping[str, Any], schema_version: int = SCHEMA_VERSION) -> Mandate:
    """The mandate that a revision holds; raises UnreadableContent for a shape it does not know."""
    if schema_version != SCHEMA_VERSION:
        raise ValueError(f"mandate of unknown schema version {schema_version}")
    return from_plain(Mandate, plain)
