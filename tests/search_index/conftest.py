"""Every engine that must keep the same promises."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search_index.embedded.engine import EmbeddedEngine
from search_index.engine import SearchEngine
from search_index.fields import PUBLIC

EngineMaker = Callable[[Path], SearchEngine]


def embedded(folder: Path) -> SearchEngine:
    return EmbeddedEngine(folder, PUBLIC)


ENGINES: dict[str, EngineMaker] = {"embedded": embedded}


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    """An empty index of each engine."""
    made = ENGINES[request.param](tmp_path / "search")
    made.clear()
    return made


@pytest.fixture(params=sorted(ENGINES))
def make_engine(request: pytest.FixtureRequest) -> EngineMaker:
    """Opens an engine of each kind in a folder."""
    return ENGINES[request.param]
