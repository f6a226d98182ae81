"""The life of an index on real servers: filled while writes go on, swapped, dropped, killed in the middle."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from search_index.documents import Document
from search_index.elastic import life
from search_index.elastic.engine import ElasticEngine
from search_index.engine import EngineBusy, RebuildRunning, SearchError, UnknownField
from search_index.fields import PUBLIC, IndexFields, KindFields
from search_index.query import SearchQuery
from search_index.results import SearchResults
from tests.factories.documents import a_document
from tests.search_index.conftest import PATIENT, SERVERS, elastic, prefix_for

ROOT = Path(__file__).parents[2]
ALL = SearchQuery(("company",))


@pytest.fixture
def engine(tmp_path: Path) -> ElasticEngine:
    return elastic(tmp_path)


@pytest.fixture
def client() -> Iterator[Elasticsearch]:
    with Elasticsearch(SERVERS.split(","), request_timeout=30) as made:
        yield made


def indexes(client: Elasticsearch, folder: Path) -> list[str]:
    return sorted(client.indices.get(index=f"{prefix_for(folder)}-public-*", features=["aliases"]))


def in_a_thread(call: object) -> threading.Thread:
    thread = threading.Thread(target=call)  # type: ignore[arg-type]
    thread.start()
    return thread


def test_each_rebuild_has_the_next_number_and_leaves_one_index(
    engine: ElasticEngine, client: Elasticsearch, tmp_path: Path
) -> None:
    engine.put([a_document("a", "Demo")])
    first = indexes(client, tmp_path)
    engine.replace_all([a_document("b", "Demo")])
    second = indexes(client, tmp_path)
    assert [name[-7:] for name in (*first, *second)] == ["-000001", "-000002"]
    assert engine.search(ALL).ids == ("b",)
    assert engine.is_current()


def test_a_release_does_not_believe_that_another_one_s_index_was_told(engine: ElasticEngine, tmp_path: Path) -> None:
    other = IndexFields("public", (KindFields("company", ("colour",), (), ("name", "newest")),))
    newer = ElasticEngine(SERVERS.split(","), prefix_for(tmp_path), other, PATIENT)
    engine.put([a_document("a", "Demo", version=1)])

    def documents() -> Iterator[Document]:
        yield a_document("a", "Demo", version=1)
        with pytest.raises(EngineBusy):
            engine.put([a_document("a", "Demo mới", version=2)])
        assert engine.versions(["a"]) == {"a": 2}

    assert newer.replace_all(documents()) == 1
    assert newer.versions(["a"]) == {"a": 1}


def test_what_is_put_and_removed_during_a_rebuild_is_kept(engine: ElasticEngine, tmp_path: Path) -> None:
    other = elastic(tmp_path)
    engine.put([a_document(f"{n:03}", "Demo", version=1) for n in range(300)])

    def documents() -> Iterator[Document]:
        stale = [a_document(f"{n:03}", "Demo", version=1) for n in range(300)]
        yield from stale[:100]
        other.put([a_document("007", "Demo mới", version=2), a_document("207", "Demo mới", version=2)])
        other.put([a_document("new", "Demo mới", version=1)])
        other.remove({"008": 2, "208": 2})
        assert other.search(SearchQuery(("company",), "mới")).total == 3
        yield from stale[100:]

    assert engine.replace_all(documents()) == 300
    assert engine.search(SearchQuery(("company",), "mới")).ids == ("007", "207", "new")
    held = engine.hashes()
    assert len(held) == 299
    assert not {"008", "208"} & held.keys()


class Rows:
    """A database of documents that many threads change, each change sent to an engine of the thread's own."""

    def __init__(self, count: int) -> None:
        self.held = {f"{n:02}": a_document(f"{n:02}", "Demo", version=1) for n in range(count)}
        self.done = threading.Event()
        self.failures: list[str] = []
        self._lock = threading.Lock()

    def change(self, engine: ElasticEngine, ids: list[str]) -> None:
        """Raise the versions of these documents again and again."""
        turn = 1
        while not self.done.is_set():
            turn += 1
            for id_ in ids:
                fresh = a_document(id_, f"Demo {turn}", version=turn)
                with self._lock:
                    self.held[id_] = fresh
                try:
                    engine.put([fresh])
                except SearchError as error:
                    self.failures.append(str(error))

    def read(self) -> Iterator[Document]:
        """Each document as it is when its turn comes."""
        for id_ in sorted(self.held):
            with self._lock:
                row = self.held[id_]
            yield row


def test_writes_of_many_threads_go_on_through_rebuilds(engine: ElasticEngine, tmp_path: Path) -> None:
    rows = Rows(40)
    engine.replace_all(rows.read())
    ids = sorted(rows.held)
    writers = [
        threading.Thread(target=rows.change, args=(elastic(tmp_path), ids[first::4]), name=f"writer {first}")
        for first in range(4)
    ]
    for writer in writers:
        writer.start()
    for _ in range(4):
        engine.replace_all(rows.read())
    rows.done.set()
    for writer in writers:
        writer.join()
    assert rows.failures == []
    assert engine.hashes() == {id_: document.hash for id_, document in rows.held.items()}


def test_of_two_rebuilds_at_once_one_wins_and_one_says_so(engine: ElasticEngine, tmp_path: Path) -> None:
    engine.put([a_document("old", "Demo")])
    begun, told = threading.Event(), threading.Event()

    def documents() -> Iterator[Document]:
        begun.set()
        assert told.wait(60)
        yield a_document("won", "Demo")

    winner = in_a_thread(lambda: engine.replace_all(documents()))
    assert begun.wait(60)
    with pytest.raises(RebuildRunning):
        elastic(tmp_path).replace_all([a_document("lost", "Demo")])
    told.set()
    winner.join()
    assert engine.search(ALL).ids == ("won",)


def test_rebuilds_that_begin_in_the_same_moment(engine: ElasticEngine, tmp_path: Path) -> None:
    barrier, outcomes = threading.Barrier(6), list[str]()

    def documents(n: int) -> Iterator[Document]:
        yield a_document(f"{n}", "Demo")
        threading.Event().wait(1.0)

    def begin(n: int) -> None:
        rebuilder = elastic(tmp_path)
        barrier.wait(30)
        with suppress(RebuildRunning):  # as all but one are told
            rebuilder.replace_all(documents(n))
            outcomes.append(str(n))

    threads = [threading.Thread(target=begin, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes
    assert engine.search(ALL).ids == (outcomes[-1],)


def killed_in_the_middle(folder: Path) -> None:
    program = textwrap.dedent(f"""
        import sys, time
        from search_index.elastic.engine import ElasticEngine
        from search_index.fields import PUBLIC
        from tests.factories.documents import a_document
        def documents():
            for n in range(1500):
                yield a_document(f"new{{n}}", "Demo mới")
            print("in the middle", flush=True)
            time.sleep(60)
        ElasticEngine({SERVERS.split(",")!r}, {prefix_for(folder)!r}, PUBLIC).replace_all(documents())
    """)
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"in the middle\n"
        os.kill(process.pid, signal.SIGKILL)


def test_a_killed_rebuild_leaves_the_old_index_and_the_next_one_works(
    engine: ElasticEngine, client: Elasticsearch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.put([a_document("old", "Demo cũ", version=1)])
    killed_in_the_middle(tmp_path)
    assert engine.search(ALL).ids == ("old",)
    with pytest.raises(RebuildRunning):
        engine.replace_all([])
    assert engine.drop_orphans() == 0
    engine.put([a_document("old", "Demo cũ", version=2)])
    monkeypatch.setattr(life, "DEAD_SECONDS", 0.0)
    assert engine.replace_all([a_document("next", "Demo")]) == 1
    assert engine.search(ALL).ids == ("next",)
    assert len(indexes(client, tmp_path)) == 1


def test_the_periodic_check_drops_what_a_killed_rebuild_left(
    engine: ElasticEngine, client: Elasticsearch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.put([a_document("old", "Demo")])
    killed_in_the_middle(tmp_path)
    assert len(indexes(client, tmp_path)) == 2
    monkeypatch.setattr(life, "DEAD_SECONDS", 0.0)
    assert engine.drop_orphans() == 1
    assert engine.drop_orphans() == 0
    assert engine.search(ALL).ids == ("old",)


def test_a_rebuild_that_waits_long_for_its_documents_stays_alive(
    engine: ElasticEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "BEAT_SECONDS", 0.2)
    monkeypatch.setattr(life, "DEAD_SECONDS", 3.0)

    def documents() -> Iterator[Document]:
        threading.Event().wait(5.0)
        with pytest.raises(RebuildRunning):
            elastic(tmp_path).replace_all([])
        yield a_document("slow", "Demo")

    engine.replace_all(documents())
    assert engine.search(ALL).ids == ("slow",)


def test_a_rebuild_whose_index_was_dropped_makes_no_index_by_itself(
    engine: ElasticEngine, client: Elasticsearch, tmp_path: Path
) -> None:
    engine.put([a_document("old", "Demo")])

    def documents() -> Iterator[Document]:
        yield a_document("a", "Demo")
        client.indices.delete(index=indexes(client, tmp_path)[-1])

    with pytest.raises(SearchError):
        engine.replace_all(documents())
    assert [name[-7:] for name in indexes(client, tmp_path)] == ["-000001"]
    assert engine.search(ALL).ids == ("old",)


def test_a_failed_rebuild_leaves_nothing(engine: ElasticEngine, client: Elasticsearch, tmp_path: Path) -> None:
    engine.put([a_document("old", "Demo")])
    with pytest.raises(UnknownField):
        engine.replace_all([a_document("a", "Demo"), Document("x", "spaceship")])
    assert len(indexes(client, tmp_path)) == 1
    assert engine.search(ALL).ids == ("old",)


def test_another_declaration_leaves_the_old_index_unread_until_its_own_is_filled(
    engine: ElasticEngine, client: Elasticsearch, tmp_path: Path
) -> None:
    engine.put([a_document("a", "Demo", version=1), a_document("b", "Demo", version=1)])
    kinds = tuple(replace(kind, filters=(*kind.filters, "added")) for kind in PUBLIC.kinds)
    newer = ElasticEngine(SERVERS.split(","), prefix_for(tmp_path), IndexFields("public", kinds), PATIENT)
    assert not newer.is_current()
    assert newer.is_there()
    assert newer.search(SearchQuery(("company",), "demo", facets=("added",))) == SearchResults(
        ready=False, facets={"added": {}}
    )
    with pytest.raises(SearchError, match="rebuilt"):
        newer.put([a_document("c", "Demo")])
    newer.remove({"b": 2})
    assert engine.search(ALL).ids == ("a",)
    newer.replace_all([a_document("c", "Demo", filters={"added": ("x",)})])
    assert newer.is_current()
    assert not engine.is_current()
    assert not engine.search(ALL).ready
    assert newer.search(SearchQuery(("company",), facets=("added",))).facets == {"added": {"x": 1}}
    assert len(indexes(client, tmp_path)) == 1
    engine.remove({"c": 1})
    assert newer.search(ALL).ids == ()


def test_two_declarations_share_a_cluster(engine: ElasticEngine, tmp_path: Path) -> None:
    kinds = (KindFields("company", ("sector",)),)
    teasers = ElasticEngine(SERVERS.split(","), prefix_for(tmp_path), IndexFields("teasers", kinds), PATIENT)
    teasers.put([a_document("t", "Demo")])
    engine.put([a_document("a", "Demo")])
    engine.clear()
    assert teasers.search(ALL).ids == ("t",)


def test_a_large_change_arrives_whole(engine: ElasticEngine) -> None:
    assert engine.put(a_document(f"{n:05}", f"Demo {n}") for n in range(6200)) == 6200
    assert engine.search(ALL).total == 6200
    assert len(engine.hashes()) == 6200
    assert len(engine.versions(f"{n:05}" for n in range(1500))) == 1500
    engine.remove({f"{n:05}": 0 for n in range(6000)})
    assert engine.search(ALL).total == 200
