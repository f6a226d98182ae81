"""What happens to reference data."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ReferenceLoaded:
    """Terms, provinces, markets or sections changed; the counts are rows."""

    NAME: ClassVar[str] = "reference.reference_loaded"
    release_id: str
    version: str
    added: int
    changed: int
    retired: int


@dataclass(frozen=True, slots=True)
class RatesLoaded:
    """Exchange rates were added; none ever changes."""

    NAME: ClassVar[str] = "reference.rates_loaded"
    added: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class IndustriesLoaded:
    """The full industry classification was read from a file."""

    NAME: ClassVar[str] = "reference.industries_loaded"
    added: int
    changed: int


@dataclass(frozen=True, slots=True)
class TermAdded:
    """Officers added a term to a taxonomy."""

    NAME: ClassVar[str] = "reference.term_added"
    taxonomy: str
    code: str


@dataclass(frozen=True, slots=True)
class TermChanged:
    """Officers changed the words of a term, its other names, or what it lies under."""

    NAME: ClassVar[str] = "reference.term_changed"
    taxonomy: str
    code: str


@dataclass(frozen=True, slots=True)
class TermEnded:
    """A term is no longer offered; another one may stand in its place."""

    NAME: ClassVar[str] = "reference.term_ended"
    taxonomy: str
    code: str
    successor: str | None


@dataclass(frozen=True, slots=True)
class TermReopened:
    """A term is offered again."""

    NAME: ClassVar[str] = "reference.term_reopened"
    taxonomy: str
    code: str


@dataclass(frozen=True, slots=True)
class ProvinceChanged:
    """A province came into being, got another name, or ended in a successor."""

    NAME: ClassVar[str] = "reference.province_changed"
    code: str
    valid_from: date
    valid_until: date | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class MarketClassed:
    """A market's class in one year was decided; empty: it has none."""

    NAME: ClassVar[str] = "reference.market_classed"
    year: int
    country: str
    market_class: str
