"""The mails of messages."""

from marketplace.foundation.clock import now
from marketplace.foundation.jobs import RecordedFact, task
from marketplace.foundation.mail import send
from marketplace.notifications import emails, queries


@task("notifications.mail")
def mail(fact: RecordedFact) -> None:
    """Send what has not been sent; who was suspended meanwhile gets nothing."""
    for row, person in queries.unmailed(list(fact.values["delivery_ids"])):
        send(emails.message(row, person))
        row.mailed_at = now()
