"""What can be walked through: how many of each kind bear each code, and who bears one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.discovery.queries.reading import Found, FoundParty, read_kinds, read_one_kind
from marketplace.discovery.rules import FACETS, Kind
from marketplace.discovery.rules.browsing import BESIDE, BROWSED, kinds_bearing
from marketplace.foundation.cache import remembered
from marketplace.foundation.search import search
from search_index.query import AnyOf, PageRequest, SearchQuery, Sort

COUNTED = "discovery.counted"
RECENT_SECONDS = 30
SHOWN = 6
NEWEST = Sort("newest", descending=True)
ByCode = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many things everybody may see: of each kind, and of each kind by field and code.

    `known` is False while the index cannot be asked: then there are totals, and no counts by code.
    """

    known: bool
    totals: Mapping[str, int]
    by_code: Mapping[str, Mapping[str, ByCode]]

    def of(self, kind: Kind, taxonomy: str) -> ByCode:
        """The counts of one kind by code."""
        return self.by_code.get(kind.value, {}).get(taxonomy, {})

    def bearing(self, taxonomy: str) -> dict[str, int]:
        """By code, how many things of any kind bear it."""
        found: dict[str, int] = {}
        for kind in kinds_bearing(taxonomy):
            for code, count in self.of(kind, taxonomy).items():
                found[code] = found.get(code, 0) + count
        return found


@dataclass(frozen=True, slots=True)
class Bearers:
    """Who of one kind bears a code: how many, the newest of them, and what else they bear."""

    kind: Kind
    total: int
    newest: Sequence[Found]
    beside: Mapping[str, ByCode] = field(default_factory=dict)


def counted() -> Counted:
    """The counts that every page of this kind shows, at most half a minute old."""
    plain = remembered(COUNTED, RECENT_SECONDS, _counted)
    return Counted(plain["known"], plain["totals"], plain["by_code"])


def _counted() -> dict[str, Any]:
    answers = {kind: search(_asking(kind, _browsed(kind), size=1)) for kind in Kind}
    return {
        "known": not any(answer.plain for answer in answers.values()),
        "totals": {kind.value: answer.results.total for kind, answer in answers.items()},
        "by_code": {
            kind.value: {name: dict(counts) for name, counts in answer.results.facets.items()}
            for kind, answer in answers.items()
        },
    }


def _browsed(kind: Kind) -> tuple[str, ...]:
    return tuple(facet.field for facet in FACETS[kind] if facet.field in BROWSED)


def bearers(taxonomy: str, code: str) -> Sequence[Bearers]:
    """Who bears a code, one entry for each kind that can."""
    answers = {kind: search(_bearing(kind, taxonomy, code)).results for kind in kinds_bearing(taxonomy)}
    found = read_kinds({kind: results.ids for kind, results in answers.items()})
    return [Bearers(kind, results.total, found[kind], results.facets) for kind, results in answers.items()]


def newest(kind: Kind, size: int) -> Sequence[Found]:
    """The last published of a kind."""
    return read_one_kind(kind, search(_asking(kind, (), size)).results.ids)


def newest_parties(size: int) -> Sequence[FoundParty]:
    """The last published: so many companies, and so many investors."""
    kinds = (Kind.COMPANY, Kind.INVESTOR)
    found = read_kinds({kind: search(_asking(kind, (), size)).results.ids for kind in kinds})
    return [each for kind in kinds for each in found[kind] if isinstance(each, FoundParty)]


def _bearing(kind: Kind, taxonomy: str, code: str) -> SearchQuery:
    beside = tuple(name for name in BESIDE[taxonomy] if name in _browsed(kind))
    return _asking(kind, beside, SHOWN, AnyOf(taxonomy, (code,)))


def _asking(kind: Kind, facets: tuple[str, ...], size: int, *filters: AnyOf) -> SearchQuery:
    """The newest of a kind first."""
    page = PageRequest(1, size)
    return SearchQuery(kinds=(kind.value,), filters=filters, facets=facets, sort=NEWEST, page=page)
