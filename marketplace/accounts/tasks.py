"""What follows from facts about accounts: mails."""

from datetime import timedelta

from marketplace.accounts import emails, queries, services
from marketplace.foundation.jobs import RecordedFact, periodic, task
from marketplace.foundation.mail import send


@task("accounts.mail_link")
def mail_link(fact: RecordedFact) -> None:
    """Send the link that was asked for, if there is anybody to get it."""
    mail = services.link_mail(fact.values["link_id"])
    if mail is not None:
        send(emails.link(mail))


@task("accounts.mail_password_changed")
def mail_password_changed(fact: RecordedFact) -> None:
    """Tell the owner."""
    owner_id = fact.values["owner_id"]
    person = queries.people_by_id([owner_id]).get(owner_id)
    if person is not None:
        send(emails.password_changed(person))


@periodic("accounts.forget_old", timedelta(hours=6))
def forget_old() -> None:
    """Delete links, sessions and known browsers that are long over."""
    services.forget_old()
