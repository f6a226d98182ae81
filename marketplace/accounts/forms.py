"""What people type to enter and to keep their account; a password is taken as it was typed."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, PasswordField, RadioField
from wtforms.validators import Email, InputRequired

from marketplace.accounts.rules import PASSWORD_LENGTH
from marketplace.foundation.forms import Form, TextField, option
from marketplace.foundation.i18n import languages, lazy

EMAIL_LENGTH = 254


def _languages() -> list[Any]:
    return [option(code, name) for code, name in languages().items()]


def email_field(**attributes: str) -> TextField:
    """One e-mail address."""
    return TextField(
        lazy("E-mail address"),
        [
            InputRequired(lazy("Enter your e-mail address")),
            Email(lazy("Enter an e-mail address such as name@example.com")),
        ],
        longest=EMAIL_LENGTH,
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false", **attributes},
    )


def new_password_field() -> PasswordField:
    """A password that is chosen now; what it must be is said before it is typed."""
    return PasswordField(
        lazy("Password"),
        [InputRequired(lazy("Choose a password"))],
        description=lazy(
            "At least %(least)s characters; spaces and accents count. A few unrelated words are easy to remember.",
            least=PASSWORD_LENGTH,
        ),
        render_kw={"autocomplete": "new-password"},
    )


class SignUpForm(Form):
    """The first question: where to reach the person."""

    email = email_field()


class FinishForm(Form):
    """The second question: a name and a password."""

    name = TextField(
        lazy("Your full name"), [InputRequired(lazy("Enter your full name"))], render_kw={"autocomplete": "name"}
    )
    password = new_password_field()


class SignInForm(Form):
    """Address and password."""

    email = email_field(autocomplete="username")
    password = PasswordField(
        lazy("Password"),
        [InputRequired(lazy("Enter your password"))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    kept = HiddenField()


class ResetForm(Form):
    """Where to send the link."""

    email = email_field()


class ChoosePasswordForm(Form):
    """A new password after a mailed link."""

    password = new_password_field()


class ChangePasswordForm(Form):
    """A new password, by somebody who knows the old one."""

    old = PasswordField(
        lazy("Your password now"),
        [InputRequired(lazy("Enter your password"))],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password_field()


class DetailsForm(Form):
    """The own name and language."""

    name = TextField(
        lazy("Your full name"), [InputRequired(lazy("Enter your full name"))], render_kw={"autocomplete": "name"}
    )
    language: Any = RadioField(lazy("Language of pages and e-mails"), [InputRequired()], choices=_languages)
