"""A search index for every test: a folder that goes with the data, or an index of the run's Elasticsearch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from elasticsearch import Elasticsearch

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.config import Settings


def empty_index(app: Flask) -> None:
    """Begin without documents. On a server that costs a new index, so only if a test left some."""
    if not app.extensions["settings"].elasticsearch_url:
        app.extensions.pop("search_engine", None)
        return
    used = app.extensions.get("search_engine")
    if used is not None and used.hashes():
        used.clear()


def drop_indices(settings: Settings) -> None:
    """Leave nothing of this run on the servers."""
    if not settings.elasticsearch_url:
        return
    with Elasticsearch(settings.elasticsearch_url.split(","), request_timeout=60) as client:
        for name in client.indices.get(index=f"{settings.elasticsearch_prefix}-*", features=["aliases"]):
            client.indices.delete(index=name)
