"""What came of reading one field, and of one row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What an import did with a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Unread:
    """A field, or a part of it, that could not be read: why (a code), and the text as it was."""

    field: str
    code: str
    text: str = ""


@dataclass(slots=True)
class RowNotes:
    """What is noted while one row is read."""

    unread: list[Unread] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)

    def note(self, name: str, text: str, *, read: bool) -> None:
        """A field that held something, and whether anything of it was read."""
        if text.strip():
            self.given.add(name)
            if read:
                self.read.add(name)

    def cannot_read(self, name: str, code: str, text: str = "") -> None:
        """List a field or a part of it as unread."""
        self.unread.append(Unread(name, code, text))


@dataclass(frozen=True, slots=True)
class RowRefused(ValueError):
    """A row that cannot become a record at all."""

    reason: Unread


Row = Mapping[str, str]
