"""One thing that can be found, as values: an engine turns it into tokens and keys."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """What the whole audience of an index may know about one thing.

    `text` maps a text field to its wording by language, `filters` a field to its codes,
    `numbers` a field to its whole numbers, `sort` a field to its stored key. `version` is raised
    whenever the content changes: an engine never puts an older one in the place of a newer one.
    """

    id: str
    kind: str
    text: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    sort: Mapping[str, str | int] = field(default_factory=dict)
    version: int = 0

    @property
    def hash(self) -> str:
        """A fingerprint of the content without the version: equal content gives an equal hash in any process."""
        content = [self.kind, _plain(self.text), _plain(self.filters), _plain(self.numbers), dict(self.sort)]
        written = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode("ascii")).hexdigest()


def _plain(
    fields: Mapping[str, Mapping[str, str]] | Mapping[str, tuple[str, ...]] | Mapping[str, tuple[int, ...]],
) -> dict[str, object]:
    return {
        name: dict(value) if isinstance(value, Mapping) else sorted(value, key=str)
        for name, value in fields.items()
        if value
    }
