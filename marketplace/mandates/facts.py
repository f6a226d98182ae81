"""What can have happened to mandates."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MandatesPublished:
    """What these mandates ask for is new."""

    NAME: ClassVar[str] = "mandates.mandates_published"
    mandate_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MandatesWithdrawn:
    """These mandates hold no more."""

    NAME: ClassVar[str] = "mandates.mandates_withdrawn"
    mandate_ids: tuple[str, ...]
