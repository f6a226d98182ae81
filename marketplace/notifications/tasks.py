"""The mails of messages: at once, after quiet hours, or gathered in one digest for each person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from marketplace.accounts.models import Person
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.i18n import force_locale
from marketplace.foundation.jobs import RecordedFact, periodic, task
from marketplace.foundation.letters import address
from marketplace.foundation.mail import Mail, send
from marketplace.foundation.turns import in_turn
from marketplace.notifications import emails, presenters, queries
from marketplace.notifications.emails import Item
from marketplace.notifications.models import Delivery
from marketplace.notifications.services import stoppable

LIST = "notifications.index"
SECONDS_A_ROUND = 30.0  # of a minute: most people choose the same hour


@task("notifications.mail")
def mail(fact: RecordedFact) -> None:
    """Send what has not been sent; who was suspended meanwhile gets nothing."""
    for row, person in queries.unmailed(list(fact.values["delivery_ids"])):
        _send_one(row, person)


@periodic("notifications.send_kept_back", timedelta(minutes=1), long=True)
def send_kept_back() -> None:
    """One mail to each person for whom something is due; one that is refused keeps nobody else's away."""
    in_turn(lambda most: queries.people_due(now(), most), send_due, SECONDS_A_ROUND)


def send_due(person_id: str) -> None:
    """What is due for one person, in one mail, beside those that are letters of their own.

    Each mail is noted as soon as it is sent, so that one that is refused repeats no other.
    """
    with transaction():
        due = queries.due_for(person_id, now())
        letters = [row.id for row, _person in due if _is_letter(row)]
        _send_together([pair for pair in due if not _is_letter(pair[0])])
    for letter_id in letters:
        with transaction():
            for row, person in queries.due_for(person_id, now()):
                if row.id == letter_id:
                    _send_one(row, person)


def _is_letter(row: Delivery) -> bool:
    return presenters.letter_of(row.kind) is not None


def _send_together(due: list[tuple[Delivery, Person]]) -> None:
    if len(due) < 2:
        for row, person in due:
            _send_one(row, person)
        return
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
