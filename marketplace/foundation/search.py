"""The public search: the engine of this application, and the database in its place while it cannot answer."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import structlog
from flask import current_app

from marketplace.config import Settings
from marketplace.foundation import basic_search
from search_index.embedded.engine import EmbeddedEngine
from search_index.engine import SearchEngine, SearchError, SearchUnavailable
from search_index.fields import PUBLIC
from search_index.query import SearchQuery
from search_index.results import SearchResults

_KEY = "search_engine"
_making = threading.Lock()
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `plain`: the database answered, without scores and counts."""

    results: SearchResults
    plain: bool = False


def engine() -> SearchEngine:
    """The engine of the index whose audience is everybody: made late, so that starting touches no index."""
    with _making:
        if _KEY not in current_app.extensions:
            current_app.extensions[_KEY] = _made(current_app.extensions["settings"])
        made: SearchEngine = current_app.extensions[_KEY]
        return made


def _made(settings: Settings) -> SearchEngine:
    if not settings.elasticsearch_url:
        return EmbeddedEngine(Path(settings.data_dir) / "search", PUBLIC)
    from search_index.breaker import Breaker  # noqa: PLC0415 - the embedded default never loads a client
    from search_index.elastic.engine import ElasticEngine  # noqa: PLC0415 - see above

    hosts = [host.strip() for host in settings.elasticsearch_url.split(",")]
    return Breaker(ElasticEngine(hosts, settings.elasticsearch_prefix, PUBLIC))


def search(query: SearchQuery) -> Answer:
    """Ask the engine; if it cannot answer, the database."""
    try:
        results = engine().search(query)
    except SearchUnavailable as error:
        log.warning("search_paused", reason=str(error))
    except SearchError:
        log.exception("search_failed")
    else:
        if results.ready:
            return Answer(results)
    return Answer(basic_search.find(query), plain=True)


def degraded() -> bool:
    """Whether searches are answered by the database now."""
    try:
        return not engine().is_current()
    except SearchError:
        return True
