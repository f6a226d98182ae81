"""What only the embedded engine must survive: kills, broken folders, a second process."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from search_index.documents import Document
from search_index.embedded import folder
from search_index.embedded.engine import EmbeddedEngine
from search_index.engine import EngineBusy, SearchError
from search_index.fields import PUBLIC
from search_index.query import SearchQuery
from tests.factories.documents import a_document

ROOT = Path(__file__).parents[2]
ALL = SearchQuery(("company",))


def written_by_a_process_that_is_killed(path: Path, before: int) -> None:
    """Start a rebuild in another process and kill it after it has added some documents."""
    program = textwrap.dedent(f"""
        import sys, time
        from pathlib import Path
        from search_index.embedded.engine import EmbeddedEngine
        from search_index.fields import PUBLIC
        from tests.factories.documents import a_document
        def documents():
            for n in range({before}):
                yield a_document(f"new{{n}}", "Demo mới")
            print("in the middle", flush=True)
            time.sleep(60)
        EmbeddedEngine(Path({str(path)!r}), PUBLIC).replace_all(documents())
    """)
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"in the middle\n"
        os.kill(process.pid, signal.SIGKILL)


def test_a_killed_rebuild_leaves_the_old_index_and_the_next_one_works(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, PUBLIC)
    engine.put([a_document("old", "Demo cũ")])
    written_by_a_process_that_is_killed(tmp_path, before=2000)
    assert engine.search(ALL).ids == ("old",)
    engine.replace_all([a_document("next", "Demo sau")])
    assert EmbeddedEngine(tmp_path, PUBLIC).search(ALL).ids == ("next",)


def test_a_second_writer_is_told_that_the_index_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "_PATIENCE_SECONDS", 0.1)
    first, second = EmbeddedEngine(tmp_path, PUBLIC), EmbeddedEngine(tmp_path, PUBLIC)

    def documents() -> Iterator[Document]:
        with pytest.raises(EngineBusy):
            second.put([a_document("b", "Demo")])
        yield a_document("a", "Demo")

    assert first.replace_all(documents()) == 1
    second.put([a_document("b", "Demo")])
    assert first.search(ALL).ids == ("a", "b")


def test_a_broken_index_is_an_error_that_a_rebuild_heals(tmp_path: Path) -> None:
    EmbeddedEngine(tmp_path, PUBLIC).put([a_document("a", "Demo")])
    meta = next(tmp_path.glob("public-*/meta.json"))
    meta.write_text("{broken", "utf-8")
    engine = EmbeddedEngine(tmp_path, PUBLIC)
    assert not engine.is_current()
    with pytest.raises(SearchError):
        engine.search(ALL)
    with pytest.raises(SearchError):
        engine.put([a_document("b", "Demo")])
    engine.replace_all([a_document("c", "Demo")])
    assert engine.search(ALL).ids == ("c",)


def test_a_rebuild_drops_the_indexes_of_former_shapes(tmp_path: Path) -> None:
    former = tmp_path / "public-0123456789ab"
    other = tmp_path / "teasers-0123456789ab"
    former.mkdir()
    other.mkdir()
    EmbeddedEngine(tmp_path, PUBLIC).replace_all([])
    assert not former.exists()
    assert other.exists()


def test_creating_an_engine_touches_nothing(tmp_path: Path) -> None:
    EmbeddedEngine(tmp_path / "search", PUBLIC)
    assert not (tmp_path / "search").exists()


def test_a_large_index_is_written_anew_only_for_much_or_after_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "SMALL", 50)
    engine = EmbeddedEngine(tmp_path, PUBLIC)
    engine.replace_all([a_document(f"a{number}", "Demo") for number in range(100)])
    whole = next(tmp_path.glob("public-*/whole.json"))

    def is_written_anew() -> bool:
        before = {path.name for path in tmp_path.glob("public-*/*.store")}
        engine.compact()
        return before.isdisjoint(path.name for path in tmp_path.glob("public-*/*.store"))

    engine.remove({"a0": 1})
    assert not is_written_anew()
    engine.remove({"a1": 1, "a2": 1})
    assert is_written_anew()
    assert not is_written_anew()
    engine.remove({"a3": 1})
    assert not is_written_anew()
    whole.write_text(str(float(whole.read_text()) - folder.OLDEST_TRACES_SECONDS))
    assert is_written_anew()
    assert len(engine.hashes()) == 96
