"""The mails of messages."""

from marketplace.foundation.clock import now
from marketplace.foundation.i18n import force_locale
from marketplace.foundation.jobs import RecordedFact, task
from marketplace.foundation.mail import send
from marketplace.notifications import emails, presenters, queries


@task("notifications.mail")
def mail(fact: RecordedFact) -> None:
    """Send what has not been sent; who was suspended meanwhile gets nothing."""
    for row, person in queries.unmailed(list(fact.values["delivery_ids"])):
        with force_locale(person.language):
            told = presenters.shown(row)
        send(emails.message(person, told.sentence, told.endpoint or "notifications.index", told.arguments))
        row.mailed_at = now()
