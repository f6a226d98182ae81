"""What a text that is still being typed may become: names that everybody may see, and codes that somebody bears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from marketplace.discovery.queries.fitting import FittingTerm, fitting_terms
from marketplace.discovery.queries.naming import Closeness, Row, closeness, row_of
from marketplace.discovery.queries.reading import Found, read_kinds
from marketplace.discovery.rules import Kind
from marketplace.foundation.cache import remembered
from marketplace.foundation.search import engine
from search_index.engine import SearchError, SearchUnavailable

OF_EACH_KIND = 4
SPARE = 2  # what the index still holds may no longer be public
MOST_TERMS = 4
RECENT_SECONDS = 10
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Suggested:
    """Things by kind, and codes. `nearest`: how near the best of a kind comes to what is typed."""

    found: Mapping[Kind, Sequence[Found]] = field(default_factory=dict)
    terms: Sequence[FittingTerm] = ()
    nearest: Mapping[Kind, Closeness] = field(default_factory=dict)


def suggested(text: str) -> Suggested:
    """The ids may be ten seconds old; the rows are read now, two statements whatever is found."""
    if not text:
        return Suggested()
    ids = remembered(f"discovery.suggested:{text.casefold()}", RECENT_SECONDS, lambda: _ids(text))
    found = read_kinds({kind: ids.get(kind.value, []) for kind in Kind})
    asked = row_of(text)
    return Suggested(
        {kind: sorted(rows, key=lambda row: _near(row, asked))[:OF_EACH_KIND] for kind, rows in found.items()},
        fitting_terms(text, MOST_TERMS, unfinished=True),
        {kind: min((_near(row, asked) for row in rows), default=Closeness.BEGUN) for kind, rows in found.items()},
    )


def _near(found: Found, asked: Row) -> Closeness:
    return closeness([row_of(name) for name in found.row.name.texts()], asked)


def _ids(text: str) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    try:
        for each in engine().suggest(text, tuple(kind.value for kind in Kind), OF_EACH_KIND + SPARE):
            ids.setdefault(each.kind, []).append(each.id)
    except SearchUnavailable:
        return {}
    except SearchError:
        log.exception("suggest_failed")
        return {}
    return ids
