"""The names of an index: its own, and the aliases under which it is read, filled and written."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from search_index.elastic.mapping import shape_of
from search_index.fields import IndexFields


@dataclass(frozen=True, slots=True)
class Standing:
    """One index that exists: its name, shape and number, whether it serves or is filled, and its last sign of life."""

    name: str
    shape: str
    number: int
    serving: bool = False
    filling: bool = False
    beat: float | None = None

    @property
    def open(self) -> str:
        """The index's alias of its own: writing through it fails when the index is gone, and makes no new one."""
        return f"{self.name}-open"


class Names:
    """The names of one declaration's indexes in one installation."""

    def __init__(self, prefix: str, fields: IndexFields) -> None:
        self.shape = shape_of(fields)
        self.serving = f"{prefix}-{fields.name}"
        self.filling = f"{self.serving}-filling"
        self.pattern = f"{self.serving}-*"
        self._own = re.compile(rf"{re.escape(self.serving)}-([0-9a-f]{{12}})-(\d{{6,}})")

    def index(self, number: int) -> Standing:
        """An index of the declared shape that may be made."""
        return Standing(f"{self.serving}-{self.shape}-{number:06}", self.shape, number)

    def standing(self, name: str, aliases: Collection[str], meta: Mapping[str, object]) -> Standing | None:
        """What is known of an index; None for one that is not ours."""
        found = self._own.fullmatch(name)
        if found is None:
            return None
        beat = meta.get("beat")
        return Standing(
            name,
            found[1],
            int(found[2]),
            serving=self.serving in aliases,
            filling=self.filling in aliases,
            beat=float(beat) if isinstance(beat, int | float) else None,
        )
