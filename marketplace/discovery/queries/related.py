"""What is like one company, product or investor."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from marketplace.discovery.queries.reading import Found, read_one_kind
from marketplace.discovery.rules import Kind
from marketplace.foundation.search import engine
from search_index.engine import SearchError, SearchUnavailable

SHOWN = 4
SPARE = 2  # what the index still holds may no longer be public
log = structlog.get_logger(__name__)


def related(kind: Kind, thing_id: str) -> Sequence[Found]:
    """Others of the kind that share most with it; none while the index cannot be asked."""
    try:
        ids = engine().related(thing_id, (kind.value,), SHOWN + SPARE)
    except SearchUnavailable:
        return ()
    except SearchError:
        log.exception("related_failed")
        return ()
    return read_one_kind(kind, ids)[:SHOWN]
