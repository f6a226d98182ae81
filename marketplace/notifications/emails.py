"""A message as a mail: one sentence and where to read on; nothing confidential."""

from marketplace.accounts.models import Person
from marketplace.foundation.i18n import force_locale
from marketplace.foundation.letters import address, written
from marketplace.foundation.mail import Mail
from marketplace.notifications.models import Delivery
from marketplace.notifications.presenters import shown


def message(row: Delivery, person: Person) -> Mail:
    """In the language of its reader."""
    with force_locale(person.language):
        told = shown(row)
    link = address(told.endpoint or "notifications.index", **told.arguments)
    return written(person.email, person.language, "notifications/message", sentence=told.sentence, link=link)
