"""A real Elasticsearch is killed while it is written to and rebuilt, and frozen: what it acknowledged is there."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest

from search_index.elastic import life
from search_index.elastic.engine import ElasticEngine, Manner
from search_index.engine import SearchError, SearchUnavailable
from search_index.fields import PUBLIC
from search_index.query import SearchQuery
from tests.factories.documents import a_document
from tests.faults.elastic import Elastic
from tests.faults.servers import rounds, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search_index.documents import Document

pytestmark = pytest.mark.faults
ALL = SearchQuery(("company",))
WRITTEN_BEFORE_A_KILL = 40
KILLS = 3
log = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def server() -> Iterator[Elastic]:
    with Elastic() as made:
        yield made


@pytest.fixture
def engine(server: Elastic, request: pytest.FixtureRequest) -> ElasticEngine:
    prefix = f"faults-{abs(hash(request.node.name)):x}"
    return ElasticEngine([server.url], prefix, PUBLIC, Manner(search_seconds=10.0))


class Writer:
    """Puts one document after the other and removes every third; knows what was acknowledged."""

    def __init__(self, engine: ElasticEngine) -> None:
        self._engine = engine
        self.acknowledged: dict[str, int] = {}
        self.removed: set[str] = set()
        self.unsure: set[str] = set()
        self.refused = 0
        self.done = threading.Event()

    def run(self, turn: int) -> None:
        """Write until told to end or refused."""
        number = 0
        while not self.done.is_set():
            number += 1
            id_ = f"{turn}-{number:05}"
            try:
                self._engine.put([a_document(id_, "Demo", version=1)])
                self.acknowledged[id_] = 1
                if number % 3 == 0:
                    self.unsure.add(id_)
                    self._engine.remove({id_: 2})
                    self.removed.add(id_)
                    self.unsure.discard(id_)
            except SearchError:
                self.refused += 1
                return


def test_a_killed_server_keeps_every_acknowledged_change(server: Elastic, engine: ElasticEngine) -> None:
    writer = Writer(engine)
    for turn in range(rounds(KILLS)):
        writer.done.clear()
        thread = threading.Thread(target=writer.run, args=(turn,))
        thread.start()
        enough = len(writer.acknowledged) + WRITTEN_BEFORE_A_KILL
        until(lambda enough=enough: len(writer.acknowledged) >= enough, 120)  # type: ignore[misc]
        server.kill()
        thread.join(60)
        with pytest.raises(SearchUnavailable):
            engine.search(ALL)
        server.start()
        held = engine.hashes()
        assert writer.acknowledged.keys() - writer.removed - writer.unsure <= held.keys()
        assert not writer.removed & held.keys()
    assert writer.refused == rounds(KILLS)
    log.info("puts %s, removals %s acknowledged and kept", len(writer.acknowledged), len(writer.removed))


def test_a_server_killed_during_a_rebuild_serves_the_old_index_again(
    server: Elastic, engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.replace_all([a_document("old", "Demo cũ")])

    def documents() -> Iterator[Document]:
        for n in range(2000):
            if n == 1500:
                server.kill()
            yield a_document(f"{n:05}", "Demo mới")

    with pytest.raises(SearchUnavailable):
        engine.replace_all(documents())
    server.start()
    assert engine.search(ALL).ids == ("old",)
    monkeypatch.setattr(life, "DEAD_SECONDS", 0.0)
    assert engine.replace_all(a_document(f"{n:05}", "Demo mới") for n in range(2000)) == 2000
    assert engine.search(ALL).total == 2000


def test_a_frozen_server_is_away_in_time_and_back_by_itself(server: Elastic, engine: ElasticEngine) -> None:
    engine.put([a_document("a", "Demo")])
    hurried = ElasticEngine([server.url], f"faults-{abs(hash('frozen')):x}", PUBLIC)
    server.freeze()
    try:
        waits = []
        for _ in range(rounds(5)):
            began = time.monotonic()
            with pytest.raises(SearchUnavailable):
                hurried.search(SearchQuery(("company",), "demo nghiệp"))
            waits.append(time.monotonic() - began)
        began = time.monotonic()
        with pytest.raises(SearchUnavailable):
            engine.put([a_document("b", "Demo")])
        put_wait = time.monotonic() - began
    finally:
        server.thaw()
    log.info("searches gave up after %.2f s at most, a change after %.2f s", max(waits), put_wait)
    assert max(waits) < 1.5
    assert put_wait < 12
    engine.put([a_document("c", "Demo")])
    assert {"a", "c"} <= set(engine.search(ALL).ids)
