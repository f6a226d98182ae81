"""A circuit breaker around an engine: after some failures in a row nobody waits for it until a trial succeeds."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from search_index.documents import Document
from search_index.engine import SearchEngine, SearchError, SearchUnavailable, UnknownField
from search_index.query import SearchQuery
from search_index.results import SearchResults, Suggestion

FAILURES = 5
PAUSE_SECONDS = 30.0
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Circuit:
    """Failures in a row, and since when nobody is let through; each step gives the next state."""

    failures: int = 0
    opened_at: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether calls are refused, but for one trial after each pause."""
        return self.opened_at is not None

    def admits(self, now: float) -> bool:
        """Whether a call may go through at this time."""
        return self.opened_at is None or now - self.opened_at >= PAUSE_SECONDS

    def tried(self, now: float) -> "Circuit":
        """The state while an admitted call is under way: the others wait out another pause."""
        return replace(self, opened_at=now) if self.is_open else self

    def failed(self, now: float) -> "Circuit":
        """The state after the engine was away."""
        failures = self.failures + 1
        return Circuit(failures, now if failures >= FAILURES else None)

    @staticmethod
    def succeeded() -> "Circuit":
        """The state after the engine answered."""
        return Circuit()


class Guard:
    """A circuit that many threads share: it lets calls through, or refuses them, and learns from each."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._circuit = Circuit()
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether calls are refused now."""
        return self._circuit.is_open

    def through(self, call: Callable[[], _Answer]) -> _Answer:
        """Make the call, or raise SearchUnavailable at once. A refusal is an answer too."""
        before, tried = self._begin()
        try:
            answer = call()
        except SearchUnavailable:
            with self._lock:
                self._circuit = self._circuit.failed(self._clock())
            raise
        except UnknownField:
            self._untried(before, tried)
            raise
        except SearchError:
            self._answered()
            raise
        self._answered()
        return answer

    def _begin(self) -> tuple[Circuit, Circuit]:
        with self._lock:
            before, now = self._circuit, self._clock()
            if not before.admits(now):
                raise SearchUnavailable("the search engine did not answer lately; it is tried again soon")
            self._circuit = before.tried(now)
            return before, self._circuit

    def _answered(self) -> None:
        with self._lock:
            self._circuit = Circuit.succeeded()

    def _untried(self, before: Circuit, tried: Circuit) -> None:
        """The call was wrong in itself and asked nobody: the next one is the trial."""
        with self._lock:
            if self._circuit is tried:
                self._circuit = before


class Breaker:
    """An engine that says SearchUnavailable at once while the one within is known to be away.

    Reading and writing are judged apart: servers that take no changes, as with a full disk, still find.
    Rebuilding and tidying go through unhindered: they are rare, long, and nobody waits for them.
    """

    def __init__(self, engine: SearchEngine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._reads = Guard(clock)
        self._writes = Guard(clock)

    @property
    def is_open(self) -> bool:
        """Whether the engine is known to be away for readers."""
        return self._reads.is_open

    @property
    def within(self) -> SearchEngine:
        """The engine itself."""
        return self._engine

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace those with the same id, unless newer ones are there; returns how many were given."""
        return self._writes.through(lambda: self._engine.put(documents))

    def remove(self, gone: Mapping[str, int]) -> None:
        """Take documents out by id and version, unless newer ones are there."""
        self._writes.through(lambda: self._engine.remove(gone))

    def replace_all(self, documents: Iterable[Document]) -> int:
        """Make these the only documents, in one step for readers; returns how many were given."""
        return self._engine.replace_all(documents)

    def clear(self) -> None:
        """Take every document out and forget what was removed."""
        self._engine.clear()

    def compact(self) -> None:
        """Forget removed and replaced documents wholly."""
        self._engine.compact()

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of ids, the total and the counts of the facets asked for."""
        return self._reads.through(lambda: self._engine.search(query))

    def suggest(self, text: str, kinds: tuple[str, ...], size: int = 8) -> tuple[Suggestion, ...]:
        """Return things whose name holds all words typed, the last of them perhaps unfinished."""
        return self._reads.through(lambda: self._engine.suggest(text, kinds, size))

    def correct(self, text: str, kinds: tuple[str, ...], found: int = 0) -> str | None:
        """Return what was probably meant, if it finds clearly more; otherwise None."""
        return self._reads.through(lambda: self._engine.correct(text, kinds, found))

    def related(self, id_: str, kinds: tuple[str, ...], size: int = 6) -> tuple[str, ...]:
        """Return ids most like a document, never its own."""
        return self._reads.through(lambda: self._engine.related(id_, kinds, size))

    def hashes(self, ids: Iterable[str] | None = None) -> Mapping[str, str]:
        """Return the content hash of every document by id, or of those of these ids that are there."""
        return self._reads.through(lambda: self._engine.hashes(ids))

    def versions(self, ids: Iterable[str]) -> Mapping[str, int]:
        """Return the version of each of these documents that is there."""
        return self._reads.through(lambda: self._engine.versions(ids))

    def is_current(self) -> bool:
        """Whether an index of the declared shape exists."""
        return self._reads.through(self._engine.is_current)

    def is_there(self) -> bool:
        """Whether an index serves, be it that of another release."""
        return self._reads.through(self._engine.is_there)

    def drop_orphans(self) -> int:
        """Drop what killed rebuilds left behind, and return how many indexes that were."""
        return self._engine.drop_orphans()
