"""What an index keeps of each kind: filter, number and sort fields, and the weight of each text field."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from search_index.analysis import ANALYSIS_VERSION

SHAPE_VERSION = 2
TEXT_WEIGHTS = {"name": 6.0, "summary": 2.0, "tags": 2.0, "body": 1.0}


@dataclass(frozen=True, slots=True)
class KindFields:
    """The fields that documents of one kind may carry beside their text."""

    kind: str
    filters: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ("name", "name_en", "newest")


COMPANY = KindFields(
    "company",
    filters=(
        "technology",
        "segment",
        "sector",
        "market",
        "province",
        "country",
        "enterprise_type",
        "ownership",
        "development_stage",
        "standard",
        "facet",
    ),
    numbers=("founded_year", "employees"),
)
PRODUCT = KindFields(
    "product", filters=("technology", "segment", "sector", "market", "province", "country", "standard")
)
INVESTOR = KindFields(
    "investor",
    filters=("technology", "sector", "market", "country", "stage", "instrument", "ticket_band", "facet"),
)


@dataclass(frozen=True, slots=True)
class IndexFields:
    """The declaration of one index: its name and its kinds."""

    name: str
    kinds: tuple[KindFields, ...]

    @property
    def filters(self) -> tuple[str, ...]:
        """Every filter field of any kind."""
        return _union(kind.filters for kind in self.kinds)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number field of any kind."""
        return _union(kind.numbers for kind in self.kinds)

    @property
    def sorts(self) -> tuple[str, ...]:
        """Every sort field of any kind."""
        return _union(kind.sorts for kind in self.kinds)

    @property
    def hash(self) -> str:
        """Names the shape: an index with another hash was made by another declaration or text analysis."""
        shape = [SHAPE_VERSION, ANALYSIS_VERSION, sorted(TEXT_WEIGHTS), self.filters, self.numbers, self.sorts]
        return hashlib.sha256(json.dumps(shape).encode("ascii")).hexdigest()[:12]


PUBLIC = IndexFields("public", (COMPANY, PRODUCT, INVESTOR))


def filter_field(name: str) -> str:
    """The name of the engine's field that holds the codes of a filter."""
    return f"filter_{name}"


def number_field(name: str) -> str:
    """The name of the engine's field that holds whole numbers."""
    return f"number_{name}"


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for group in groups for name in group}))
