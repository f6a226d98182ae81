"""Servers that are stopped, hang, answer late, have too much to do or take no writes are away, and soon known to be."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search_index.breaker import FAILURES, Breaker
from search_index.elastic import connection
from search_index.elastic.cluster import Cluster
from search_index.elastic.connection import connect
from search_index.elastic.engine import KNOWN_SECONDS, ElasticEngine
from search_index.elastic.names import Names
from search_index.engine import SearchError, SearchUnavailable
from search_index.fields import PUBLIC
from search_index.query import AnyOf, SearchQuery
from search_index.results import SearchResults
from tests.factories.documents import a_document

ALL = SearchQuery(("company",), "demo nghiệp")
AT_MOST_SECONDS = 1.5  # within which a reader gets an answer from elsewhere


def said(status: int, kind: str, reason: str, cause: str = "") -> dict[str, object]:
    """How the server tells of a failure."""
    causes = [{"type": cause or kind, "reason": reason}]
    return {"status": status, "error": {"type": kind, "reason": reason, "root_cause": causes}}


BLOCKED = said(403, "cluster_block_exception", "index [x] blocked by: [FORBIDDEN/8/index write (api)];")
BUSY = said(429, "es_rejected_execution_exception", "rejected execution")
BROKEN = said(400, "search_phase_execution_exception", "x", "illegal_argument_exception")
INDEX = "p-public-0123456789ab-000001"
OURS = Names("p", PUBLIC).index(1).name
FOUND = {"hits": {"hits": [{"sort": [1.5, "a"]}], "total": {"value": 1}}}
WORDS = {"aggregations": {"words": {"buckets": [{"doc_count": 1}] * 2}}}


class Answering(BaseHTTPRequestHandler):
    """Gives every request the answer of the server it belongs to."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        """Read the request, wait if told to, answer."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        server = self.server
        assert isinstance(server, Stub)
        server.asked += 1
        server.released.wait(server.pause)
        status, body = server.reply(self.path)
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the names of http.server

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Stub(ThreadingHTTPServer):
    """A server that answers as it is told."""

    daemon_threads = True
    pause = 0.0
    asked = 0

    def __init__(self, reply: Callable[[str], tuple[int, object]]) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.reply = reply
        self.released = threading.Event()

    def handle_error(self, *_: object) -> None:
        """Clients that have gone are meant."""


@contextmanager
def stub(reply: Callable[[str], tuple[int, object]], pause: float = 0.0) -> Iterator[tuple[str, Stub]]:
    with Stub(reply) as server:
        server.pause = pause
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", server
        server.released.set()
        server.shutdown()
        thread.join()


def refusing(body: dict[str, object]) -> Callable[[str], tuple[int, object]]:
    return lambda _path: (int(str(body["status"])), body)


def taking_no_writes(path: str) -> tuple[int, object]:
    """The answers of a server whose disk is full: reads work, changes are refused one by one."""
    if "/_alias" in path:
        return 200, {INDEX: {"aliases": {"p-public": {}, f"{INDEX}-open": {}}}}
    item = {"_index": INDEX, "_id": "a", **BLOCKED}
    return 200, {"errors": True, "items": [{"delete": item}], "took": 1}


def serving(index: str, reply: Callable[[str], tuple[int, object]]) -> Callable[[str], tuple[int, object]]:
    """The answers of a server on which this index serves."""

    def answer(path: str) -> tuple[int, object]:
        return (200, {index: {"aliases": {"p-public": {}}}}) if "/_alias" in path else reply(path)

    return answer


def engine(url: str) -> ElasticEngine:
    return ElasticEngine([url], "p", PUBLIC)


def seconds_until_away(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    with pytest.raises(SearchUnavailable):
        call()
    return time.perf_counter() - begun


@pytest.fixture
def nobody_listens() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def hung() -> Iterator[str]:
    """What a stopped process looks like: the system takes connections, nobody answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_a_stopped_server_is_away_at_once(nobody_listens: str) -> None:
    away = engine(nobody_listens)
    calls: tuple[Callable[[], object], ...] = (
        lambda: away.search(ALL),
        lambda: away.suggest("dem", ("company",)),
        away.hashes,
        lambda: away.hashes(["a"]),
        lambda: away.versions(["a"]),
        lambda: away.put([a_document("a", "Demo")]),
        lambda: away.remove({"a": 1}),
        lambda: away.replace_all([]),
        away.is_current,
        away.drop_orphans,
        away.compact,
    )
    for call in calls:
        assert seconds_until_away(call) < AT_MOST_SECONDS


def test_a_hung_server_keeps_nobody_waiting_for_long(hung: str, monkeypatch: pytest.MonkeyPatch) -> None:
    away = engine(hung)
    assert seconds_until_away(lambda: away.search(ALL)) < AT_MOST_SECONDS
    assert seconds_until_away(lambda: away.suggest("dem", ("company",))) < AT_MOST_SECONDS
    assert seconds_until_away(away.is_current) < AT_MOST_SECONDS
    assert connection.WRITE_SECONDS <= 10


def test_after_five_waits_the_breaker_lets_nobody_wait(hung: str) -> None:
    guarded = Breaker(engine(hung))
    for _ in range(FAILURES):
        seconds_until_away(lambda: guarded.search(ALL))
    assert seconds_until_away(lambda: guarded.search(ALL)) < 0.05


def test_a_slow_server_is_away_although_each_question_alone_is_answered() -> None:
    def reply(_path: str) -> tuple[int, object]:
        return 200, {"took": 700, "responses": [], "hits": {"hits": [], "total": {"value": 0}}}

    with stub(reply, pause=5.0) as (url, _):
        assert seconds_until_away(lambda: engine(url).search(ALL)) < AT_MOST_SECONDS


@pytest.mark.parametrize("body", [BUSY, BLOCKED])
def test_a_server_that_refuses_is_away(body: dict[str, object]) -> None:
    with stub(refusing(body)) as (url, server):
        assert seconds_until_away(lambda: engine(url).search(ALL)) < AT_MOST_SECONDS
        assert seconds_until_away(lambda: engine(url).suggest("dem", ("company",))) < AT_MOST_SECONDS
        assert server.asked == 2


def test_one_refused_answer_of_two_is_a_refusal() -> None:
    with stub(serving(OURS, lambda _path: (200, {"took": 1, "responses": [BUSY, BUSY]}))) as (url, _):
        seconds_until_away(lambda: engine(url).search(ALL))


def test_a_question_that_is_wrong_is_no_absence() -> None:
    with stub(serving(OURS, refusing(BROKEN))) as (url, _), pytest.raises(SearchError) as refused:
        engine(url).search(ALL)
    assert not isinstance(refused.value, SearchUnavailable)


def test_a_server_that_takes_no_writes_is_away_for_them() -> None:
    with stub(taking_no_writes) as (url, _):
        assert seconds_until_away(lambda: engine(url).remove({"a": 1})) < AT_MOST_SECONDS


def test_another_host_takes_over_at_once(nobody_listens: str) -> None:
    def reply(_path: str) -> tuple[int, object]:
        return 200, {**FOUND, "responses": [FOUND, WORDS]}

    with stub(serving(OURS, reply)) as (url, _):
        for urls in ([nobody_listens, url], [url, nobody_listens]):
            away = ElasticEngine(urls, "p", PUBLIC)
            for _turn in range(4):
                assert away.search(ALL).ids == ("a",)


def test_busy_portions_are_sent_again_more_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("elasticsearch.helpers.actions.time.sleep", pauses.append)
    refusals = iter(range(3))

    def reply(path: str) -> tuple[int, object]:
        if "_bulk" not in path:
            return taking_no_writes(path)
        if next(refusals, None) is not None:
            return 429, BUSY
        return 200, {"errors": False, "items": [{"delete": {"_id": "a", "status": 404}}], "took": 1}

    with stub(reply) as (url, _):
        engine(url).remove({"a": 1})
    assert pauses == [0.25, 0.5, 1.0]


def test_a_copy_that_takes_long_does_not_undo_a_rebuild() -> None:
    """Elasticsearch says 408 when what is waited for has not happened in time."""

    def reply(path: str) -> tuple[int, object]:
        return (408, {"timed_out": True, "status": "yellow"}) if "/_cluster/health" in path else (200, {})

    with stub(reply) as (url, server):
        cluster = Cluster(connect([url]), "p", PUBLIC, 1)
        cluster.ready(cluster.names.index(1))
        assert server.asked == 3


def test_a_cluster_that_stays_busy_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("elasticsearch.helpers.actions.time.sleep", pauses.append)

    def reply(path: str) -> tuple[int, object]:
        return taking_no_writes(path) if "_bulk" not in path else (429, BUSY)

    with stub(reply) as (url, _):
        seconds_until_away(lambda: engine(url).remove({"a": 1}))
    assert pauses == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0]


def test_another_release_s_index_is_not_read() -> None:
    """It would find nothing by a filter that it does not know, and nobody would be told."""

    def reply(_path: str) -> tuple[int, object]:
        nothing = {"hits": {"hits": [], "total": {"value": 0}}, "aggregations": {"sector": {"buckets": []}}}
        return 200, nothing

    with stub(serving(INDEX, reply)) as (url, _):
        here = engine(url)
        asked = SearchQuery(("company",), filters=(AnyOf("sector", ("health",)),), facets=("sector",))
        assert here.search(asked) == SearchResults(ready=False, facets={"sector": {}})
        assert here.suggest("dem", ("company",)) == ()
        assert (here.is_current(), here.is_there()) == (False, True)


def test_a_shape_that_was_ours_is_believed_for_some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    serves = [OURS]

    def reply(path: str) -> tuple[int, object]:
        asked.append(path)
        answer = serving(serves[0], lambda _path: (200, {**FOUND, "responses": [FOUND, WORDS]}))
        return answer(path)

    def questions() -> int:
        return sum("/_alias" in path for path in asked)

    with stub(reply) as (url, _):
        here = engine(url)
        for _ in range(5):
            assert here.search(ALL).ids == ("a",)
        here.suggest("dem", ("company",))
        assert questions() == 1
        serves[0] = INDEX
        late = time.monotonic() + KNOWN_SECONDS
        monkeypatch.setattr(time, "monotonic", lambda: late)
        for _ in range(3):
            assert not here.search(ALL).ready
        assert questions() == 4, "what is not ours is asked about each time"
