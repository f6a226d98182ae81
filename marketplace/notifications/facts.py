"""What happens to messages for people."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PeopleNotified:
    """These messages were written; their mails follow."""

    NAME: ClassVar[str] = "notifications.people_notified"
    delivery_ids: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class WishesChosen:
    """A person chose how to be told."""

    NAME: ClassVar[str] = "notifications.wishes_chosen"
    person_id: str


@dataclass(frozen=True, slots=True)
class MailsStopped:
    """A person stopped mails about a topic from within a mail."""

    NAME: ClassVar[str] = "notifications.mails_stopped"
    person_id: str
    topic: str
