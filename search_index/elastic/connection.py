"""The client of the cluster: how long it waits, and its failures in our words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from elasticsearch import ApiError, Elasticsearch, TransportError

from search_index.engine import SearchError, SearchUnavailable

SEARCH_SECONDS = 1.0
WRITE_SECONDS = 10.0
LONG_SECONDS = 60.0
_AWAY = {408, 429, 502, 503, 504}
_BLOCKED = "cluster_block_exception"
_NO_INDEX = "index_not_found_exception"
_INTERRUPTION = 503
_INTERRUPTED = {"search_phase_execution_exception", "no_shard_available_action_exception"}
_EXISTS = "resource_already_exists_exception"
_TAKEN = "more than one write index"  # an alias has one at most: that is the lock of a rebuild


class AlreadyThere(SearchError):
    """An index of this name exists, or another one has the place that this one asks for."""


class Interrupted(SearchUnavailable):
    """The index was dropped while it was read, or a part of it cannot be read now."""


class NoIndex(SearchError):
    """There is no such index or alias."""


def connect(urls: Sequence[str]) -> Elasticsearch:
    """Return a client; it connects when it is first used.

    A request is repeated only where another host can take it, and never because it took too long.
    """
    return Elasticsearch(
        list(urls),
        request_timeout=SEARCH_SECONDS,
        max_retries=len(urls) - 1,
        retry_on_timeout=False,
        retry_on_status=(),
        dead_node_backoff_factor=0.5,
        max_dead_node_backoff=5.0,
    )


@contextmanager
def answering() -> Iterator[None]:
    """Turn the client's failures into ours."""
    try:
        yield
    except ApiError as error:
        raise refusal(error.status_code, error.message, str(error)) from error
    except TransportError as error:
        raise SearchUnavailable(f"Elasticsearch does not answer: {error.message}") from error


def refusal(status: int, kind: str, reason: str) -> SearchError:
    """Return what a refused request means."""
    if status == _INTERRUPTION and kind in _INTERRUPTED:
        return Interrupted(reason)
    if status in _AWAY or kind == _BLOCKED:
        return SearchUnavailable(f"Elasticsearch cannot do it now: {status} {reason}")
    if kind == _NO_INDEX:
        return NoIndex(reason)
    if kind == _EXISTS or _TAKEN in reason:
        return AlreadyThere(reason)
    return SearchError(f"Elasticsearch refused: {status} {reason}")
