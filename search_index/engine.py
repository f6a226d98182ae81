"""What every search engine can do, whether it runs in process or on servers."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from search_index.documents import Document
from search_index.query import SearchQuery
from search_index.results import SearchResults, Suggestion


class SearchError(Exception):
    """The engine could not answer; nothing was changed."""


class EngineBusy(SearchError):
    """Another process writes to the index now; try again later."""


class RebuildRunning(EngineBusy):
    """Another rebuild of the same index is under way; it will do."""


class SearchUnavailable(SearchError):
    """The engine is down, hangs, has too much to do or takes no writes; it may answer later."""


class UnknownField(SearchError, ValueError):
    """The query or document names a field, kind or sort key that the index does not declare."""


class SearchEngine(Protocol):
    """Finds documents by id. Each writing call is complete and visible to this process when it returns.

    An older version never replaces a newer one, also not one that was removed within the last hour;
    an equal version replaces. What a caller puts should be committed in its own database before.
    """

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace those with the same id, unless newer ones are there; returns how many were given."""

    def remove(self, gone: Mapping[str, int]) -> None:
        """Take documents out by id and version, unless newer ones are there; unknown ids are remembered as gone."""

    def replace_all(self, documents: Iterable[Document]) -> int:
        """Make these the only documents, in one step for readers; returns how many were given.

        The documents are read only after the rebuild has begun; what others put and remove from then on
        is kept. Raises RebuildRunning if another one is under way.
        """

    def clear(self) -> None:
        """Take every document out and forget what was removed."""

    def compact(self) -> None:
        """Forget removed and replaced documents wholly, so that scores are as if they had never been."""

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of ids, the total and the counts of the facets asked for."""

    def suggest(self, text: str, kinds: tuple[str, ...], size: int = 8) -> tuple[Suggestion, ...]:
        """Return things whose name holds all words typed, the last of them perhaps unfinished.

        They come kind by kind in the order of `kinds`, at most `size` of each; within a kind those with the
        accents typed come first, then those where the words stand together, then by name. For the marked
        part of a name see `search_index.highlighting.begun`.
        """

    def correct(self, text: str, kinds: tuple[str, ...], found: int = 0) -> str | None:
        """Return what was probably meant, as the documents write it, if it finds clearly more; otherwise None.

        `found` is how many the text itself finds; nothing is asked when those are enough. The words are read
        from documents that are in the index now, each beside its neighbours.
        """

    def related(self, id_: str, kinds: tuple[str, ...], size: int = 6) -> tuple[str, ...]:
        """Return ids most like a document by the codes and word pairs they share, never its own; () for a stranger."""

    def hashes(self, ids: Iterable[str] | None = None) -> Mapping[str, str]:
        """Return the content hash of every document by id, or of those of these ids that are there."""

    def versions(self, ids: Iterable[str]) -> Mapping[str, int]:
        """Return the version of each of these documents that is there."""

    def is_current(self) -> bool:
        """Whether an index of the declared shape exists."""

    def is_there(self) -> bool:
        """Whether an index serves, be it that of another release with another shape."""

    def drop_orphans(self) -> int:
        """Drop what killed rebuilds left behind, and return how many indexes that were."""
