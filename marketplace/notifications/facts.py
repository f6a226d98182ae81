"""What happens to messages for people."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PeopleNotified:
    """These messages were written; their mails follow."""

    NAME: ClassVar[str] = "notifications.people_notified"
    delivery_ids: tuple[str, ...]
    kind: str
