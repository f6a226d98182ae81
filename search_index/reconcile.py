"""Compare an index with the documents that should be in it; whoever owns them mends the difference."""

from collections.abc import Mapping
from dataclasses import dataclass

from search_index.engine import SearchEngine


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
