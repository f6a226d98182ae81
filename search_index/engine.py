"""What every search engine can do, whether it runs in process or on servers."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from search_index.documents import Document
from search_index.query import SearchQuery
from search_index.results import SearchResults


class SearchError(Exception):
    """The engine could not answer; nothing was changed."""


class EngineBusy(SearchError):
    """Another process writes to the index now; try again later."""


class UnknownField(SearchError, ValueError):
    """The query or document names a field, kind or sort key that the index does not declare."""


class SearchEngine(Protocol):
    """Finds documents by id. Each writing call is complete and visible to this process when it returns."""

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace those with the same id; returns how many."""

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents out; unknown ids are ignored."""

    def replace_all(self, documents: Iterable[Document]) -> int:
        """Make these the only documents, in one step for readers; returns how many."""

    def clear(self) -> None:
        """Take every document out."""

    def compact(self) -> None:
        """Forget removed and replaced documents wholly, so that scores are as if they had never been."""

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of ids, the total and the counts of the facets asked for."""

    def suggest(self, text: str, kinds: tuple[str, ...], size: int = 8) -> tuple[str, ...]:
        """Return ids whose name holds all words typed, the last of them perhaps unfinished, in order of name."""

    def hashes(self, ids: Iterable[str] | None = None) -> Mapping[str, str]:
        """Return the content hash of every document by id, or of those of these ids that are there."""

    def is_current(self) -> bool:
        """Whether an index of the declared shape exists."""
