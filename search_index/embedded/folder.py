"""The folder of an embedded index: opened late, reloaded when it changed, written by one writer at a time."""

import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search_index.clock import seconds
from search_index.embedded.schema import register
from search_index.engine import EngineBusy, SearchError
from search_index.fields import IndexFields

_HEAP_BYTES = 64_000_000
_PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.05
_META = "meta.json"
_WHOLE = "whole.json"
SMALL = 5000  # documents, which are written anew within seconds
SHARE_OF_TRACES = 0.02
OLDEST_TRACES_SECONDS = 86_400


class IndexFolder:
    """Gives searchers that see the last commit of any process, and writers that never overlap."""

    def __init__(self, root: Path, fields: IndexFields, schema: tantivy.Schema) -> None:
        self._root = root
        self._name = fields.name
        self.path = root / f"{fields.name}-{fields.hash}"
        self._schema = schema
        self._index: tantivy.Index | None = None
        self._seen: tuple[int, int] | None = None
        self._reading = threading.Lock()
        self._writing = threading.Lock()

    def searcher(self) -> tantivy.Searcher | None:
        """Return a searcher on the last commit, or None while no index was written."""
        with self._reading:
            stamp = self._stamp()
            if stamp is None:
                self._index = self._seen = None
                return None
            try:
                return self._fresh_searcher(stamp)
            except (ValueError, OSError) as error:
                self._index = self._seen = None
                raise SearchError(f"the index cannot be read: {error}") from error

    def _fresh_searcher(self, stamp: tuple[int, int]) -> tantivy.Searcher:
        if self._index is None:
            self._index = tantivy.Index.open(str(self.path))
            self._index.config_reader("manual")
            register(self._index)
            self._seen = None
        if stamp != self._seen:
            self._index.reload()
            self._seen = stamp
        return self._index.searcher()

    def _stamp(self) -> tuple[int, int] | None:
        """What changes with every commit: the time and the file number of the list of segments."""
        try:
            meta = (self.path / _META).stat()
        except FileNotFoundError:
            return None
        return meta.st_mtime_ns, meta.st_ino

    @contextmanager
    def writing(self, *, anew: bool = False) -> Iterator[tantivy.IndexWriter]:
        """Open the writer for one change and commit it; nothing is kept if the block fails.

        `anew`: the whole content is replaced, so an index that cannot be opened is started again.
        Raises EngineBusy if another process keeps the writer for long.
        """
        if not self._writing.acquire(timeout=_PATIENCE_SECONDS):
            raise EngineBusy("another thread is writing to the index")
        try:
            yield from self._changing(self._patient_writer(self._opened(anew=anew)))
        finally:
            self._writing.release()

    @staticmethod
    def _changing(writer: tantivy.IndexWriter) -> Iterator[tantivy.IndexWriter]:
        try:
            yield writer
        except BaseException:
            writer.rollback()
            raise
        else:
            writer.commit()
        finally:
            writer.wait_merging_threads()

    def _opened(self, *, anew: bool) -> tantivy.Index:
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(self._schema, path=str(self.path), reuse=True)
        except (ValueError, OSError) as error:
            if not anew:
                raise SearchError(f"the index cannot be opened: {error}") from error
            shutil.rmtree(self.path)
            self.path.mkdir(parents=True)
            index = tantivy.Index(self._schema, path=str(self.path), reuse=True)
        register(index)
        return index

    def _patient_writer(self, index: tantivy.Index) -> tantivy.IndexWriter:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            except ValueError as error:
                if "Lock" not in str(error):
                    raise SearchError(str(error)) from error
                if time.monotonic() > deadline:
                    raise EngineBusy("another process is writing to the index") from error
            time.sleep(_PAUSE_SECONDS)

    def holds_traces(self) -> bool:
        """Whether so much of removed or replaced documents weighs in the statistics that writing all anew is worth it.

        In a small index anything is, in a large one more than a fiftieth, or whatever is a day old.
        """
        try:
            segments = json.loads((self.path / _META).read_text("utf-8"))["segments"]
        except FileNotFoundError:
            return False
        removed = sum((segment.get("deletes") or {}).get("num_deleted_docs", 0) for segment in segments)
        held = sum(segment["max_doc"] for segment in segments)
        few = held > SMALL and removed <= held * SHARE_OF_TRACES
        return bool(removed) and not (few and self._is_lately_whole())

    def note_whole(self) -> None:
        """Remember when everything was written anew."""
        (self.path / _WHOLE).write_text(json.dumps(seconds()), "ascii")

    def _is_lately_whole(self) -> bool:
        try:
            since = float(json.loads((self.path / _WHOLE).read_text("ascii")))
        except (FileNotFoundError, ValueError):
            return False
        return seconds() - since < OLDEST_TRACES_SECONDS

    def drop_former_shapes(self) -> None:
        """Delete the indexes that earlier declarations of the same name left."""
        for folder in self._root.glob(f"{self._name}-*"):
            if folder.is_dir() and folder != self.path:
                shutil.rmtree(folder, ignore_errors=True)
