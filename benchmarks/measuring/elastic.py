"""Elasticsearch for benchmarks: engines with prefixes of their own, and the bare bulk helper of the official client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from benchmarks.measuring.site import settings
from search_index.documents import Document
from search_index.elastic.engine import ElasticEngine, Manner
from search_index.elastic.entries import entry
from search_index.elastic.mapping import index_body
from search_index.fields import PUBLIC

BARE = "bare"
PATIENCE_SECONDS = 120.0


@contextmanager
def opened(name: str, shards: int = 1) -> Iterator[ElasticEngine]:
    """An engine with an index of its own, gone afterwards; it waits longer than readers do, on a crowded machine."""
    prefix = f"{settings().elasticsearch_prefix}-{name}"
    with _client() as client:
        _drop(client, prefix)
        try:
            yield ElasticEngine(_hosts(), prefix, PUBLIC, Manner(shards=shards, search_seconds=PATIENCE_SECONDS))
        finally:
            _drop(client, prefix)


def prepared(given: Iterable[Document]) -> Iterator[dict[str, Any]]:
    """Documents as the bulk helper takes them, their texts split already."""
    return ({"_id": document.id, "_source": entry(document, PUBLIC)} for document in given)


def bare_bulk(actions: Sequence[dict[str, Any]]) -> None:
    """Send ready documents to a fresh index of the same mapping with the client's plain helper, then make them seen."""
    index = f"{settings().elasticsearch_prefix}-{BARE}"
    body = index_body(PUBLIC)
    with _client() as client:
        client.indices.delete(index=index, ignore_unavailable=True)
        client.indices.create(index=index, mappings=body["mappings"], settings=body["settings"])  # type: ignore[arg-type]
        bulk(client, actions, index=index)
        client.indices.refresh(index=index)


def forget_bare() -> None:
    """Drop what `bare_bulk` left."""
    with _client() as client:
        client.indices.delete(index=f"{settings().elasticsearch_prefix}-{BARE}", ignore_unavailable=True)


def _client() -> Elasticsearch:
    return Elasticsearch(_hosts(), request_timeout=PATIENCE_SECONDS)


def _hosts() -> list[str]:
    return [host.strip() for host in settings().elasticsearch_url.split(",")]


def _drop(client: Elasticsearch, prefix: str) -> None:
    for name in client.indices.get(index=f"{prefix}-*", ignore_unavailable=True):
        client.indices.delete(index=name)
