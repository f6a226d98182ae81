"""What follows when somebody writes."""

from marketplace.foundation.jobs import RecordedFact, task
from marketplace.foundation.mail import send
from marketplace.messaging import emails, services
from marketplace.messaging.presenters import WAITS
from marketplace.notifications.services import set_aside, stoppable


@task("messaging.tell_the_other_side")
def tell_the_other_side(fact: RecordedFact) -> None:
    """One mail to each reader of the other side who does not know yet."""
    conversation_id = fact.values["conversation_id"]
    sender = fact.values["sender_organisation_id"]
    readers = services.readers_to_tell(conversation_id, fact.values["sequence"], sender)
    later = set_aside([reader.person_id for reader in readers], WAITS, {"conversation_id": conversation_id})
    for reader in readers:
        if reader.person_id not in later:
            mail = emails.message_posted(reader, conversation_id)
            send(stoppable(mail, reader.person_id, WAITS, reader.language))
