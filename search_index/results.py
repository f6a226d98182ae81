"""What an engine answers: ids and counts, never names, so that a stale index cannot show a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of ids in order, with their scores, the number of all matches and the counts per facet value.

    Each facet is counted as if its own selection were absent. `ready` is False while no index exists.
    `relaxed`: so few documents hold the words that others which hold part of them follow.
    """

    ids: tuple[str, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    scores: tuple[float, ...] = ()
    ready: bool = True
    relaxed: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing whose name goes on as somebody began to type; the reader's page reads its name by id."""

    kind: str
    id: str
