"""The mails of organisations."""

from marketplace.foundation.letters import address, written
from marketplace.foundation.mail import Mail
from marketplace.organisations.models import Invitation, Organisation


def invitation(row: Invitation, place: Organisation) -> Mail:
    """A place is offered; the link leads to signing in, the right comes from the address."""
    return written(
        row.email,
        row.language,
        "organisations/invitation",
        organisation=place.name.best(row.language),
        link=address("organisations.choose"),
        sign_up=address("accounts.sign_up", lang=row.language),
        email=row.email,
    )
