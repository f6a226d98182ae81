"""Fill an index anew from the documents that should be in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from search_index.documents import Document
from search_index.engine import SearchEngine


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many documents the new index holds."""

    documents: int


def rebuild(engine: SearchEngine, documents: Iterable[Document]) -> Rebuilt:
    """Replace the whole index. Readers see the old one until the new one is complete, also when we are killed."""
    return Rebuilt(documents=engine.replace_all(documents))
