"""What reference data is made of."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.foundation.text import Localised


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a taxonomy. A retired term still has its label and is no longer offered."""

    taxonomy: str
    code: str
    label: Localised
    flags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    position: int = 0
    is_retired: bool = False
    other_names: tuple[str, ...] = ()
    parent: str | None = None
    successor: str | None = None

    def has(self, flag: str) -> bool:
        """Whether the term carries a flag, such as 'strategic'."""
        return flag in self.flags

    def attribute(self, name: str) -> str | None:
        """The value of an attribute, such as 'counts' of a deal type."""
        return dict(self.attributes).get(name)


@dataclass(frozen=True, slots=True)
class TermText:
    """What officers decide about a term: its words in both languages, other names for search, what it lies under."""

    label: Localised
    other_names: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class NewProvince:
    """A province as it comes into being."""

    code: str
    name: Localised
    kind: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally-run city in the time in which it had this code; a former one names its successor."""

    code: str
    name: Localised
    kind: str
    valid_from: date
    valid_until: date | None
    successor: str | None

    def was_valid_on(self, day: date) -> bool:
        """Whether the province existed on this day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class MarketInYear:
    """How a market is classed in one year; set by the annual report."""

    year: int
    country: str
    market_class: str


@dataclass(frozen=True, slots=True)
class Industry:
    """One entry of the industry classification; sections carry our own labels."""

    code: str
    parent: str | None
    label: Localised


@dataclass(frozen=True, slots=True)
class Rate:
    """US dollars for one whole unit of a currency, as known on a day."""

    currency: str
    date: date
    usd_per_unit: Decimal
    source: str
    is_illustrative: bool = False
