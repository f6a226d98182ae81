"""Every engine that must keep the same promises."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from search_index.elastic.engine import ElasticEngine, Manner
from search_index.embedded.engine import EmbeddedEngine
from search_index.engine import SearchEngine
from search_index.fields import PUBLIC

EngineMaker = Callable[[Path], SearchEngine]
SERVERS = os.environ.get("TEST_ELASTICSEARCH_URL", "")
PATIENT = Manner(search_seconds=15.0)
PREFIX = f"test-{uuid4().hex[:12]}"


def embedded(folder: Path) -> SearchEngine:
    return EmbeddedEngine(folder, PUBLIC)


def elastic(folder: Path) -> ElasticEngine:
    """The engine on the run's servers; each folder stands for an index of its own."""
    return ElasticEngine(SERVERS.split(","), prefix_for(folder), PUBLIC, PATIENT)


def prefix_for(folder: Path) -> str:
    """A prefix of index names that belongs to a folder of this test process."""
    return f"{PREFIX}-{abs(hash(folder)):x}"


ENGINES: dict[str, EngineMaker] = {"embedded": embedded}
if SERVERS:
    ENGINES["elastic"] = elastic

# These need TEST_ELASTICSEARCH_URL.
collect_ignore = [] if SERVERS else ["test_agreement.py", "test_elastic_life.py", "test_elastic_trips.py"]


@pytest.fixture(scope="session", autouse=True)
def _nothing_stays_on_the_servers() -> Iterator[None]:
    """Drop every index of this test process at its end."""
    yield
    if SERVERS:
        with Elasticsearch(SERVERS.split(","), request_timeout=60) as client:
            for name in client.indices.get(index=f"{PREFIX}-*", features=["aliases"]):
                client.indices.delete(index=name)


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    """An empty index of each engine."""
    return ENGINES[request.param](tmp_path / "search")


@pytest.fixture(params=sorted(ENGINES))
def make_engine(request: pytest.FixtureRequest) -> EngineMaker:
    """Opens an engine of each kind in a folder."""
    return ENGINES[request.param]
