"""The mails of accounts."""

from marketplace.accounts.models import Person
from marketplace.accounts.services import LinkMail
from marketplace.foundation.letters import address, written
from marketplace.foundation.mail import Mail

PAGES = {
    "accounts/sign_up": "accounts.finish_sign_up",
    "accounts/already_here": "accounts.sign_in",
    "accounts/reset": "accounts.choose_password",
}


def link(mail: LinkMail) -> Mail:
    """The link that somebody asked for, or word that the account is there already."""
    values = {} if mail.template == "accounts/already_here" else {"key": mail.secret}
    href = address(PAGES[mail.template], lang=mail.language, **values)
    return written(
        mail.to, mail.language, mail.template, link=href, reset=address("accounts.reset", lang=mail.language)
    )


def password_changed(person: Person) -> Mail:
    """Word to the owner, who may not be the one who did it."""
    reset = address("accounts.reset", lang=person.language)
    return written(person.email, person.language, "accounts/password_changed", name=person.name, reset=reset)
