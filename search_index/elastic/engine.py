"""The engine on servers; it answers that it is away until it is written."""

from collections.abc import Iterable, Mapping, Sequence

from search_index.documents import Document
from search_index.engine import SearchUnavailable
from search_index.fields import IndexFields
from search_index.query import SearchQuery
from search_index.results import SearchResults


class ElasticEngine:
    """A SearchEngine on a cluster: one index per declaration, named with a prefix of the installation."""

    def __init__(self, urls: Sequence[str], prefix: str, fields: IndexFields) -> None:
        self._away = SearchUnavailable(f"{urls} {prefix} {fields.name}")

    def put(self, documents: Iterable[Document]) -> int:
        raise self._away

    def remove(self, gone: Mapping[str, int]) -> None:
        raise self._away

    def replace_all(self, documents: Iterable[Document]) -> int:
        raise self._away

    def clear(self) -> None:
        raise self._away

    def compact(self) -> None:
        raise self._away

    def search(self, query: SearchQuery) -> SearchResults:
        raise self._away

    def suggest(self, text: str, kinds: tuple[str, ...], size: int = 8) -> tuple[str, ...]:
        raise self._away

    def hashes(self, ids: Iterable[str] | None = None) -> Mapping[str, str]:
        raise self._away

    def versions(self, ids: Iterable[str]) -> Mapping[str, int]:
        raise self._away

    def is_current(self) -> bool:
        raise self._away

    def drop_orphans(self) -> int:
        """Drop indexes that a killed rebuild left behind, and return how many."""
        raise self._away
