"""A search in our words: what is asked, of which kinds, narrowed, counted, ordered and paged."""

import math
from dataclasses import dataclass, field

DEEPEST = 10_000
MOST_STEPS = 8
MOST_NEARBY = 100
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
class Steps:
    """Add a constant to the score of documents with a number in a range: (low, high, boost), ends included.

    None leaves an end open. Ranges that overlap add up. At most eight, each boost above 0.
    """

    field: str
    steps: tuple[tuple[int | None, int | None, float], ...]

    def __post_init__(self) -> None:
        if len(self.steps) > MOST_STEPS:
            raise ValueError(f"at most {MOST_STEPS} steps: {len(self.steps)}")
        if not all(math.isfinite(boost) and boost > 0 for _, _, boost in self.steps):
            raise ValueError("each boost is a number above 0")


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
    """Everything asked at once. All filters must hold; without text all documents of the kinds are listed.

    Without text and sort the order is that of the boosts, if there are any, then that of the ids.
    `nearby`: ids of documents that are meant though they may hold other words, each with what it adds to the score;
    they are found beside those that hold the text. At most a hundred; without text they say nothing.
    """

    kinds: tuple[str, ...]
    text: str = ""
    filters: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()
    sort: Sort | None = None
    page: PageRequest = field(default_factory=PageRequest)
    boosts: tuple[Steps, ...] = ()
    nearby: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if len(self.nearby) > MOST_NEARBY:
            raise ValueError(f"at most {MOST_NEARBY} documents nearby: {len(self.nearby)}")
        if not all(math.isfinite(boost) and boost > 0 for _, boost in self.nearby):
            raise ValueError("each boost is a number above 0")
