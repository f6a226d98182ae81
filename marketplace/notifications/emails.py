"""A message as a mail: one sentence and where to read on; nothing confidential."""

from collections.abc import Mapping

from marketplace.accounts.models import Person
from marketplace.foundation.letters import address, written
from marketplace.foundation.mail import Mail


def message(person: Person, sentence: str, endpoint: str, arguments: Mapping[str, object]) -> Mail:
    """In the language of its reader."""
    link = address(endpoint, **arguments)
    return written(person.email, person.language, "notifications/message", sentence=sentence, link=link)
