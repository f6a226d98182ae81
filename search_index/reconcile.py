"""Compare an index with the documents that should be in it, and repair the difference."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from search_index.documents import Document
from search_index.engine import SearchEngine

DocumentsFor = Callable[[list[str]], Iterable[Document]]


@dataclass(frozen=True, slots=True)
class Drift:
    """Ids that the index lacks, holds with other content, or should not hold."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many documents disagree."""
        return len(self.missing) + len(self.changed) + len(self.surplus)


def drift(engine: SearchEngine, expected: Mapping[str, str]) -> Drift:
    """Return where the index disagrees with the expected content hashes by id."""
    held = engine.hashes()
    return Drift(
        missing=tuple(sorted(expected.keys() - held.keys())),
        changed=tuple(sorted(id_ for id_ in expected.keys() & held.keys() if expected[id_] != held[id_])),
        surplus=tuple(sorted(held.keys() - expected.keys())),
    )


def repair(engine: SearchEngine, found: Drift, documents_for: DocumentsFor) -> int:
    """Bring the drifted documents right and return how many were repaired; the surplus leaves no trace."""
    wanted = [*found.missing, *found.changed]
    if wanted:
        fresh = list(documents_for(wanted))
        engine.remove(engine.versions(set(wanted) - {document.id for document in fresh}))
        engine.put(fresh)
    if found.surplus:
        engine.remove(engine.versions(found.surplus))
    if found.changed or found.surplus:
        engine.compact()
    return found.count
