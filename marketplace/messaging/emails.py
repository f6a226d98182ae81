"""The mail that says there is a message; what it says stays on the site."""

from marketplace.foundation.letters import address, written
from marketplace.foundation.mail import Mail
from marketplace.organisations.queries import Recipient


def message_posted(reader: Recipient, conversation_id: str) -> Mail:
    """For one reader of the other side, in the reader's language: no names, no text."""
    link = address("messaging.show", conversation_id=conversation_id)
    return written(reader.email, reader.language, "messaging/message_posted", link=link)
