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
