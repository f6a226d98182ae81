"""What follows from facts about organisations: mails and messages."""

from marketplace.foundation.actor import SYSTEM
from marketplace.foundation.jobs import RecordedFact, task
from marketplace.foundation.mail import send
from marketplace.notifications.services import notify
from marketplace.organisations import emails, queries


@task("organisations.mail_invitation")
def mail_invitation(fact: RecordedFact) -> None:
    """To the address that was invited, if the place is still offered."""
    found = queries.invitation_to_mail(fact.values["invitation_id"])
    if found is not None:
        send(emails.invitation(*found))


@task("organisations.tell_admins")
def tell_admins(fact: RecordedFact) -> None:
    """Somebody asks to join."""
    place = fact.values["organisation_id"]
    notify(queries.administrators(place), "organisations.join_asked", {"organisation_id": place})


@task("organisations.tell_asking")
def tell_asking(fact: RecordedFact) -> None:
    """The answer, to the person who asked."""
    asking = queries.join_request(SYSTEM, fact.values["request_id"])
    kind = f"organisations.join_{fact.values['state']}"
    notify([asking.person_id], kind, {"organisation_id": asking.organisation_id})


@task("organisations.tell_role")
def tell_role(fact: RecordedFact) -> None:
    """A role changed."""
    notify(
        [fact.values["member_id"]],
        "organisations.role_changed",
        {"organisation_id": fact.values["organisation_id"]},
    )


@task("organisations.tell_removed")
def tell_removed(fact: RecordedFact) -> None:
    """A membership ended."""
    notify([fact.values["member_id"]], "organisations.removed", {"organisation_id": fact.values["organisation_id"]})
