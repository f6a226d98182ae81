"""What can have happened in conversations: ids and places, never a word of what was said."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ConversationOpened:
    """Two parties can write to each other about a matter."""

    NAME: ClassVar[str] = "messaging.conversation_opened"
    conversation_id: str
    about_kind: str
    about_id: str


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """Somebody wrote; the organisation is the one written for."""

    NAME: ClassVar[str] = "messaging.message_posted"
    conversation_id: str
    message_id: str
    sequence: int
    sender_organisation_id: str
