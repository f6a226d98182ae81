"""Elasticsearch for benchmarks: engines with prefixes of their own, and the bare bulk helper of the official client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest import mock

from elastic_transport import Transport
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from benchmarks.measuring.site import settings
from search_index.documents import Document
from search_index.elastic.engine import ElasticEngine
from search_index.elastic.entries import entry
from search_index.elastic.mapping import index_body
from search_index.fields import PUBLIC

BARE = "bare"
PATIENCE_SECONDS = 120


@contextmanager
def opened(name: str, shards: int = 1) -> Iterator[ElasticEngine]:
    """An engine with indexes of its own, which are gone afterwards. Several shards come from an index template."""
    prefix = f"{settings().elasticsearch_prefix}-{name}"
    with _client() as client:
        _drop(client, prefix)
        template = {"settings": {"number_of_shards": shards, "number_of_replicas": 0}}
        client.indices.put_index_template(name=prefix, index_patterns=[f"{prefix}-*"], template=template, priority=500)
        try:
            yield ElasticEngine(_hosts(), prefix, PUBLIC)
        finally:
            _drop(client, prefix)
            client.indices.delete_index_template(name=prefix)


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


@contextmanager
def statistics_of_all_shards() -> Iterator[None]:
    """Searches weigh words by all shards together (dfs_query_then_fetch), whatever the engine asks for."""
    true_request = Transport.perform_request

    def perform_request(transport: Transport, method: str, target: str, **rest: Any) -> Any:
        if "/_search" in target and "search_type" not in target:
            target += f"{'&' if '?' in target else '?'}search_type=dfs_query_then_fetch"
        return true_request(transport, method, target, **rest)

    with mock.patch.object(Transport, "perform_request", perform_request):
        yield


def _client() -> Elasticsearch:
    return Elasticsearch(_hosts(), request_timeout=PATIENCE_SECONDS)


def _hosts() -> list[str]:
    return [host.strip() for host in settings().elasticsearch_url.split(",")]


def _drop(client: Elasticsearch, prefix: str) -> None:
    for name in client.indices.get(index=f"{prefix}-*", ignore_unavailable=True):
        client.indices.delete(index=name)
