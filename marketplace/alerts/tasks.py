"""Again and again: who is missing is noted and what is due is looked at; and what a digest says by mail."""

from datetime import timedelta

from marketplace.accounts.models import Person
from marketplace.alerts import emails, services
from marketplace.alerts.presenters import lists, messages
from marketplace.alerts.presenters.digest import read_digest
from marketplace.alerts.queries.digests import digest_for
from marketplace.alerts.queries.sources import people_due
from marketplace.alerts.rules.digest import MOST_IN_MAIL
from marketplace.alerts.services.gathering import TOLD
from marketplace.foundation.clock import now
from marketplace.foundation.jobs import RecordedFact, periodic, task
from marketplace.foundation.mail import Mail
from marketplace.foundation.turns import in_turn
from marketplace.notifications.presenters import Values, letters_for

SECONDS_A_ROUND = 30.0  # of a minute: everybody's digest of a Monday is due at about the same time
REGISTERED = (lists, messages)


@periodic("alerts.gather", timedelta(minutes=1), long=True)
def gather() -> None:
    """One digest for each person for whom something is due, for a while.

    A round that is cut off goes on where it was: who was done is not due any more.
    """
    services.settle()
    in_turn(lambda most: people_due(now(), most), services.gather, SECONDS_A_ROUND)


@task("alerts.follow_wishes")
def follow_wishes(fact: RecordedFact) -> None:
    """A person chose another hour for digests, or another clock."""
    services.follow_wishes(str(fact.values["person_id"]))


def letter(values: Values, person: Person) -> Mail | None:
    """The mail of a digest, made of what its person may see this moment; None where nothing is left of it."""
    digest = digest_for(person.id, str(values["digest_id"]))
    reading = read_digest(digest, in_mail=True) if digest is not None else None
    if digest is None or reading is None or reading.is_empty:
        return None
    return emails.digest(
        person,
        digest.id,
        [(source_id, followed.in_mails) for source_id, followed in reading.followed],
        entries=reading.entries[:MOST_IN_MAIL],
        beyond=max(0, len(reading.entries) - MOST_IN_MAIL),
        more=reading.more,
    )


letters_for({TOLD: letter})
