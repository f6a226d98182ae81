"""What can have happened to the searches that people keep."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SearchSaved:
    """Somebody keeps a search."""

    NAME: ClassVar[str] = "discovery.search_saved"
    search_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class SearchRenamed:
    """It has another name now."""

    NAME: ClassVar[str] = "discovery.search_renamed"
    search_id: str


@dataclass(frozen=True, slots=True)
class SearchDeleted:
    """It is kept no more."""

    NAME: ClassVar[str] = "discovery.search_deleted"
    search_id: str
