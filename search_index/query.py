"""A search in our words: what is asked, of which kinds, narrowed, counted, ordered and paged."""

from dataclasses import dataclass, field

DEEPEST = 10_000
LONGEST_PAGE = DEEPEST


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Keep documents that carry at least one of the values in the filter field."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Keep documents that carry none of the values in the filter field; those that carry no value stay."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Keep documents with a number in the inclusive range; None leaves an end open."""

    field: str
    low: int | None = None
    high: int | None = None


Filter = AnyOf | NoneOf | Between


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by a stored key instead of relevance; equal keys are ordered by id."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page of the results, numbered from 1; values out of reach are brought into it."""

    number: int = 1
    size: int = 20

    def __post_init__(self) -> None:
        size = min(max(self.size, 1), LONGEST_PAGE)
        object.__setattr__(self, "size", size)
        object.__setattr__(self, "number", min(max(self.number, 1), DEEPEST // size))

    @property
    def offset(self) -> int:
        """How many results come before this page."""
        return (self.number - 1) * self.size


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Everything asked at once. All filters must hold; without text all documents of the kinds are listed."""

    kinds: tuple[str, ...]
    text: str = ""
    filters: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()
    sort: Sort | None = None
    page: PageRequest = field(default_factory=PageRequest)
