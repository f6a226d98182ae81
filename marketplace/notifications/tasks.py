"""The mails of messages: at once, after quiet hours, or gathered in one digest for each person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import structlog

from marketplace.accounts.models import Person
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.i18n import force_locale
from marketplace.foundation.jobs import RecordedFact, periodic, task
from marketplace.foundation.letters import address
from marketplace.foundation.mail import Mail, send
from marketplace.notifications import emails, presenters, queries
from marketplace.notifications.emails import Item
from marketplace.notifications.models import Delivery
from marketplace.notifications.services import stoppable

LIST = "notifications.index"
PEOPLE_A_ROUND = 200
log = structlog.get_logger(__name__)


@task("notifications.mail")
def mail(fact: RecordedFact) -> None:
    """Send what has not been sent; who was suspended meanwhile gets nothing."""
    for row, person in queries.unmailed(list(fact.values["delivery_ids"])):
        _send_one(row, person)


@periodic("notifications.send_kept_back", timedelta(minutes=5), long=True)
def send_kept_back() -> None:
    """One mail to each person for whom something is due; one that is refused keeps nobody else's away."""
    failed: Exception | None = None
    for person_id in queries.people_due(now(), PEOPLE_A_ROUND):
        try:
            send_due(person_id)
        except Exception as error:
            log.exception("digest_failed", person=person_id)
            failed = error
    if failed is not None:
        raise failed


def send_due(person_id: str) -> None:
    """What is due for one person, in one mail, beside those that are letters of their own; sent and noted together."""
    with transaction():
        due = queries.due_for(person_id, now())
        together = [pair for pair in due if presenters.letter_of(pair[0].kind) is None]
        for pair in due:
            if pair not in together or len(together) == 1:
                _send_one(*pair)
        if len(together) > 1:
            _send_together(together)


def _send_together(due: list[tuple[Delivery, Person]]) -> None:
    person = due[0][1]
    with force_locale(person.language):
        items = [_item(row) for row, _person in due]
    send(emails.digest(person, items, [row.id for row, _person in due]))
    for row, _person in due:
        row.mailed_at = now()


def _item(row: Delivery) -> Item:
    told = presenters.shown(row)
    return Item(told.sentence, address(told.endpoint or LIST, **told.arguments), presenters.why(row))


def _send_one(row: Delivery, person: Person) -> None:
    mail = _written(row, person)
    if mail is not None:
        send(mail)
    row.mailed_at = now()


def _written(row: Delivery, person: Person) -> Mail | None:
    """The mail of one notice; None where its letter has nothing left to say."""
    letter = presenters.letter_of(row.kind)
    with force_locale(person.language):
        if letter is not None:
            own = letter(row.values, person)
            return None if own is None else replace(stoppable(own, person.id, row.kind, person.language), key=row.id)
        told = presenters.shown(row)
    return emails.message(person, row.kind, told.sentence, told.endpoint or LIST, told.arguments)
