"""What follows when somebody writes."""

from marketplace.foundation.jobs import RecordedFact, task
from marketplace.foundation.mail import send
from marketplace.messaging import emails, services


@task("messaging.tell_the_other_side")
def tell_the_other_side(fact: RecordedFact) -> None:
    """One mail to each reader of the other side who does not know yet."""
    conversation_id = fact.values["conversation_id"]
    sender = fact.values["sender_organisation_id"]
    for reader in services.readers_to_tell(conversation_id, fact.values["sequence"], sender):
        send(emails.message_posted(reader, conversation_id))
