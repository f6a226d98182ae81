"""What can have happened to imports."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ImportEnded:
    """All rows of a batch were gone through."""

    NAME: ClassVar[str] = "exchange.import_ended"
    batch_id: str
    kind: str
    created: int
    changed: int
    unchanged: int
    refused: int


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """A batch was taken back."""

    NAME: ClassVar[str] = "exchange.import_undone"
    batch_id: str
    undone: int
    refused: int
