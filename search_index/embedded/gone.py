"""What was removed lately and in which version, beside the index, so that nothing older comes back."""

import json
from collections.abc import Mapping
from pathlib import Path

from search_index.clock import seconds

KEPT_SECONDS = 3600
_FILE = "gone.json"


class Gone:
    """Versions of removed documents, forgotten after an hour; only who holds the index's writer changes them."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def versions(self) -> dict[str, int]:
        """Return the version of every document removed within the last hour."""
        return {id_: version for id_, (version, _) in self._lately().items()}

    def add(self, gone: Mapping[str, int]) -> None:
        """Remember removals."""
        now = seconds()
        self._write(self._lately() | {id_: (version, now) for id_, version in gone.items()})

    def forget(self) -> None:
        """Let every document come back."""
        self._path.unlink(missing_ok=True)

    def _lately(self) -> dict[str, tuple[int, float]]:
        try:
            held = json.loads(self._path.read_text("ascii"))
        except (FileNotFoundError, ValueError):  # half a file after a power failure must not stop every change
            return {}
        since = seconds() - KEPT_SECONDS
        return {id_: (version, when) for id_, (version, when) in held.items() if when > since}

    def _write(self, held: Mapping[str, tuple[int, float]]) -> None:
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(held), "ascii")
        new.replace(self._path)
