"""What the index keeps of documents: their versions and content hashes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch

from search_index.elastic.bodies import kept_body
from search_index.elastic.connection import LONG_SECONDS, WRITE_SECONDS, NoIndex, answering
from search_index.elastic.mapping import HASH, ID

_SOME = 1000
_MANY = 5000
_KEPT_OPEN = "2m"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document's id, version and content hash."""

    id: str
    version: int
    hash: str


def kept(client: Elasticsearch, alias: str, ids: Iterable[str] | None) -> Iterator[Kept]:
    """Give what is kept of all documents as they were at one moment, or of those of these ids that are there."""
    try:
        yield from _all(client, alias) if ids is None else _of(client, alias, ids)
    except NoIndex:
        return


def _of(client: Elasticsearch, alias: str, ids: Iterable[str]) -> Iterator[Kept]:
    quick = client.options(request_timeout=WRITE_SECONDS)
    waiting = iter(ids)
    while row := list(islice(waiting, _SOME)):
        with answering():
            told = quick.search(index=alias, body=kept_body(row, _SOME), allow_partial_search_results=False)
        yield from map(_read, told["hits"]["hits"])


def _all(client: Elasticsearch, alias: str) -> Iterator[Kept]:
    patient = client.options(request_timeout=LONG_SECONDS)
    with answering():
        moment = patient.open_point_in_time(index=alias, keep_alive=_KEPT_OPEN)["id"]
    try:
        after: list[Any] | None = None
        while True:
            with answering():
                told = patient.search(body=_next(moment, after), allow_partial_search_results=False)
            hits = told["hits"]["hits"]
            yield from map(_read, hits)
            if len(hits) < _MANY:
                return
            moment, after = told["pit_id"], hits[-1]["sort"]
    finally:
        with answering():
            patient.close_point_in_time(id=moment)


def _next(moment: str, after: list[Any] | None) -> dict[str, Any]:
    body = kept_body(None, _MANY) | {
        "pit": {"id": moment, "keep_alive": _KEPT_OPEN},
        "sort": [{"_shard_doc": {"order": "asc"}}],
    }
    return body | {"search_after": after} if after else body


def _read(hit: dict[str, Any]) -> Kept:
    return Kept(hit["fields"][ID][0], hit["_version"], hit["fields"][HASH][0])
