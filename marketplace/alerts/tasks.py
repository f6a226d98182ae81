"""What is done about alerts again and again: whoever is missing is noted, and what is due is looked at."""

from datetime import timedelta

import structlog

from marketplace.alerts import emails, services
from marketplace.alerts.presenters import messages
from marketplace.alerts.queries.sources import people_due
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.foundation.jobs import RecordedFact, periodic, task

PEOPLE_A_ROUND = 200
REGISTERED = (emails, messages)
log = structlog.get_logger(__name__)


@periodic("alerts.gather", timedelta(minutes=5), long=True)
def gather() -> None:
    """One digest for each person for whom something is due, some at a time; one failure keeps nobody else's away.

    A round that is cut off goes on where it was: who was done is not due any more.
    """
    services.settle()
    failed: Exception | None = None
    for person_id in people_due(now(), PEOPLE_A_ROUND):
        try:
            services.gather(person_id)
        except Exception as error:
            db.session.rollback()
            log.exception("alerts_failed", person=person_id)
            failed = error
    if failed is not None:
        raise failed


@task("alerts.follow_wishes")
def follow_wishes(fact: RecordedFact) -> None:
    """A person chose another hour for digests, or another clock."""
    services.follow_wishes(str(fact.values["person_id"]))
