"""Many changes at once, in portions, slower when the cluster asks for it; older versions change nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search_index.elastic.connection import answering, refusal
from search_index.elastic.mapping import Json

PORTION = 500
_PORTION_BYTES = 8_000_000
_RETRIES = 6
_FIRST_PAUSE_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 8.0
_OLDER = 409


@dataclass(frozen=True, slots=True)
class Change:
    """A document to put in its version, or without content one to take out."""

    id: str
    version: int
    content: Json | None = None


def send(client: Elasticsearch, target: str, changes: Iterable[Change], *, visible: bool) -> None:
    """Send changes to the index behind an alias of its own, which never makes an index that is gone anew.

    A portion that is refused because the cluster has too much to do is sent again after a pause, at most six
    times; then SearchUnavailable is raised. NoIndex if the index is gone.
    """
    sent = streaming_bulk(
        client,
        (_action(target, change) for change in changes),
        chunk_size=PORTION,
        max_chunk_bytes=_PORTION_BYTES,
        max_retries=_RETRIES,
        initial_backoff=_FIRST_PAUSE_SECONDS,
        max_backoff=_LONGEST_PAUSE_SECONDS,
        raise_on_error=False,
        yield_ok=False,
        refresh=visible,
        require_alias=True,
    )
    with answering():
        failures = _failures(sent)
        first = next(failures, None)
    if first is not None:
        raise refusal(*first)


def _action(target: str, change: Change) -> Json:
    header: Json = {"_index": target, "_id": change.id, "version": change.version, "version_type": "external_gte"}
    if change.content is None:
        return {"_op_type": "delete", **header}
    return {"_op_type": "index", **header, "_source": change.content}


def _failures(sent: Iterable[tuple[bool, Json]]) -> Iterator[tuple[int, str, str]]:
    """Give what went wrong; that a newer version is there, or nothing to take out, is as it should be."""
    for _, item in sent:
        told = next(iter(item.values()))
        if not isinstance(told, dict):
            continue
        error = told.get("error")
        status = int(told.get("status", 0))
        if error is None or status == _OLDER:
            continue
        kind = error.get("type", "") if isinstance(error, dict) else ""
        reason = error.get("reason", "") if isinstance(error, dict) else str(error)
        yield status, kind, f"{told.get('_id')}: {reason}"
