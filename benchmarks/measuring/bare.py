"""The bare query behind a call: what the engine's own library is asked in the end, ready to be asked again alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import tantivy
from elastic_transport import HttpHeaders, Transport

from search_index.embedded import schema
from search_index.embedded.folder import IndexFolder

JSON = "application/vnd.elasticsearch+json; compatible-with=8"
PATIENCE_SECONDS = 30.0
Asked = tuple[str, tuple[Any, ...], dict[str, Any]]
Sent = tuple[Transport, tuple[Any, ...], dict[str, Any]]


def bare_of(call: Callable[[], object]) -> Callable[[], object]:
    """Make the call once and return its last query, and the counts asked beside it, without anything of ours around."""
    with _listening() as (searchers, local, remote):
        call()
    if remote:
        transport, args, kwargs = _one_search(remote[-1])
        return lambda: transport.perform_request(*args, **kwargs)
    if not local:
        raise SystemExit("the call asked no engine")
    last = next(asked for asked in reversed(local) if asked[0] == "search")
    counts = [asked for asked in local if asked[0] == "aggregate"]
    return lambda: _ask_tantivy(searchers[-1], last, counts)


def _one_search(sent: Sent) -> Sent:
    """The search alone, where other questions went with it in one request; with time enough on a crowded machine."""
    transport, (method, target), kwargs = sent
    kwargs = {**kwargs, "request_timeout": PATIENCE_SECONDS}
    if "_msearch" in target:
        header, body = kwargs["body"][:2]
        target = f"/{header['index']}/_search?search_type={header['search_type']}"
        plain = {"accept": JSON, "content-type": JSON}
        kwargs |= {"body": body, "headers": HttpHeaders({**kwargs["headers"], **plain})}
    return transport, (method, target), kwargs


def _ask_tantivy(searcher: tantivy.Searcher, last: Asked, counts: list[Asked]) -> object:
    for _, args, kwargs in counts:
        searcher.aggregate(*args, **kwargs)
    hits = searcher.search(*last[1], **last[2]).hits
    if "order_by_field" in last[2]:
        return hits
    return [searcher.doc(address)[schema.ID] for _, address in hits]


class _Heard:
    """A Tantivy searcher that writes down what it is asked."""

    def __init__(self, searcher: tantivy.Searcher, log: list[Asked]) -> None:
        self._searcher = searcher
        self._log = log

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._searcher, name)
        if name not in ("search", "aggregate"):
            return found

        def ask(*args: Any, **kwargs: Any) -> Any:
            self._log.append((name, args, kwargs))
            return found(*args, **kwargs)

        return ask


@contextmanager
def _listening() -> Iterator[tuple[list[tantivy.Searcher], list[Asked], list[Sent]]]:
    searchers: list[tantivy.Searcher] = []
    local: list[Asked] = []
    remote: list[Sent] = []
    true_searcher, true_request = IndexFolder.searcher, Transport.perform_request

    def searcher(folder: IndexFolder) -> Any:
        found = true_searcher(folder)
        if found is None:
            return None
        searchers.append(found)
        return _Heard(found, local)

    def perform_request(transport: Transport, *args: Any, **kwargs: Any) -> Any:
        remote.append((transport, args, kwargs))
        return true_request(transport, *args, **kwargs)

    with (
        mock.patch.object(IndexFolder, "searcher", searcher),
        mock.patch.object(Transport, "perform_request", perform_request),
    ):
        yield searchers, local, remote
