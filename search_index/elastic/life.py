"""The life of an index: made when first needed, filled anew while writes go on, swapped in one step, dropped."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from elasticsearch import Elasticsearch

from search_index.elastic.bulk import PORTION, Change, send
from search_index.elastic.cluster import Cluster
from search_index.elastic.connection import LONG_SECONDS, WRITE_SECONDS, NoIndex
from search_index.elastic.names import Standing
from search_index.engine import EngineBusy, RebuildRunning, SearchError

BEAT_SECONDS = 10.0
DEAD_SECONDS = 60.0
_ROUNDS = 10


class IndexLife:
    """Writes to every index that is or may soon be read, and replaces the one that serves."""

    def __init__(self, client: Elasticsearch, cluster: Cluster) -> None:
        self._soon = client.options(request_timeout=WRITE_SECONDS)
        self._patient = client.options(request_timeout=LONG_SECONDS)
        self._cluster = cluster

    def write(self, changes: Sequence[Change]) -> None:
        """Send changes to the index that serves and to one that is being filled.

        The indexes are looked up again afterwards: one that began to be filled meanwhile gets the changes too.
        """
        written: set[str] = set()
        for _ in range(_ROUNDS):
            targets = self._targets()
            _expect_shape(targets, self._cluster.names.shape, changes)
            waiting = [index for index in targets if index.name not in written]
            if not waiting:
                return _expect_all_told(targets, self._cluster.names.shape, changes)
            for index in waiting:
                with suppress(NoIndex):  # dropped after it was looked up: another one serves by now
                    self._write_to(index, changes)
                    written.add(index.name)
        raise SearchError("the index is being replaced again and again")

    def _targets(self) -> list[Standing]:
        targets = self._cluster.targets()
        if targets:
            return targets
        self._cluster.create(self._next(self._cluster.standing()), self._cluster.names.serving, empty=True)
        return self._cluster.targets()

    def _write_to(self, index: Standing, changes: Sequence[Change]) -> None:
        if index.shape != self._cluster.names.shape:
            changes = [change for change in changes if change.content is None]
        at_once = len(changes) <= PORTION
        send(self._soon, index.open, changes, visible=at_once)
        if not at_once:
            self._cluster.refresh(index)

    def rebuild(self, changes: Iterable[Change]) -> int:
        """Fill a new index and let it serve; returns how many changes there were.

        Whatever ends it before the swap, the old index goes on serving. RebuildRunning if another one is under way.
        """
        index = self._begin()
        try:
            with self._beating(index):
                count = self._fill(index, changes)
                self._cluster.ready(index)
        except BaseException:
            with suppress(SearchError):  # what cannot be dropped now is an orphan and dropped later
                self._cluster.drop(index)
            raise
        self._let_serve(index)
        return count

    def clear(self) -> None:
        """Let an empty index serve. RebuildRunning if one is being filled."""
        self._let_serve(self._begin(empty=True))

    def _let_serve(self, index: Standing) -> None:
        self._cluster.swap(index, [one for one in self._cluster.standing() if one.serving])

    def _begin(self, *, empty: bool = False) -> Standing:
        """Make the index to fill, under an alias that only one index can have."""
        self.drop_orphans()
        for _ in range(_ROUNDS):
            standing = self._cluster.standing()
            index = self._next(standing)
            if any(one.filling for one in standing):
                raise RebuildRunning("another rebuild fills an index now")
            if self._cluster.create(index, self._cluster.names.filling, empty=empty):
                return index
        raise RebuildRunning("other rebuilds begin again and again")

    def _next(self, standing: Sequence[Standing]) -> Standing:
        return self._cluster.names.index(1 + max((one.number for one in standing), default=0))

    def _fill(self, index: Standing, changes: Iterable[Change]) -> int:
        counted = _Counted(changes)
        send(self._patient, index.open, counted, visible=False)
        return counted.count

    @contextmanager
    def _beating(self, index: Standing) -> Iterator[None]:
        """Give signs of life from a thread of its own, also while the documents are long in coming."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(BEAT_SECONDS):
                with suppress(SearchError):  # the next one may be heard
                    self._cluster.beat(index)

        thread = threading.Thread(target=beat, name="index-beat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def drop_orphans(self) -> int:
        """Drop indexes that do not serve and whose rebuild gave no sign of life for a minute; returns how many."""
        waiting = [one for one in self._cluster.standing() if not one.serving]
        if not waiting:
            return 0
        since = self._cluster.now() - DEAD_SECONDS
        orphans = [one for one in waiting if one.beat is None or one.beat < since]
        for one in orphans:
            self._cluster.drop(one)
        return len(orphans)


class _Counted:
    """Changes that are counted as they pass."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._changes = changes
        self.count = 0

    def __iter__(self) -> Iterator[Change]:
        for change in self._changes:
            self.count += 1
            yield change


def _expect_shape(targets: Iterable[Standing], shape: str, changes: Iterable[Change]) -> None:
    """Refuse new content while every index has another shape; what is to be taken out can be taken out of any."""
    if all(index.shape != shape for index in targets) and any(change.content is not None for change in changes):
        raise SearchError("the index was made by another declaration and must be rebuilt first")


def _expect_all_told(targets: Iterable[Standing], shape: str, changes: Iterable[Change]) -> None:
    """Say that an index that another release fills lacks this content: it is to be sent again."""
    if any(index.shape != shape for index in targets) and any(change.content is not None for change in changes):
        raise EngineBusy("an index of another declaration serves or is being filled: what it lacks is sent later")
