"""What people type to found, join and run an organisation. Only these fields are ever read."""

from __future__ import annotations

from typing import Any

from stdnum.vn import mst
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import Email, InputRequired, Optional, ValidationError

from marketplace.foundation.forms import Form, TextField, option
from marketplace.foundation.i18n import language, lazy
from marketplace.reference.queries import country_codes, country_name

WRONG_CODE = lazy("A tax code has 10 or 13 digits. Check the number you entered")
CODE_ATTRIBUTES = {"inputmode": "numeric", "autocomplete": "off"}


def right_code(_form: object, field: Any) -> None:
    """An enterprise code with its checksum; spaces and hyphens are fine."""
    if field.data and not mst.is_valid(field.data):
        raise ValidationError(WRONG_CODE)


class FoundForm(Form):
    """A new organisation."""

    kind: Any = RadioField(
        lazy("What kind of organisation is it?"),
        [InputRequired(lazy("Choose the kind of your organisation"))],
    )
    name = TextField(
        lazy("Name of the organisation"),
        [InputRequired(lazy("Enter the company name as registered"))],
        render_kw={"autocomplete": "organization"},
    )
    other_name = TextField(lazy("Name in the other language"), [Optional()])
    country: Any = SelectField(lazy("Country of registration"), [InputRequired(lazy("Choose the country"))])
    enterprise_code = TextField(
        lazy("Vietnamese enterprise code (tax code)"),
        [Optional(), right_code],
        description=lazy("10 or 13 digits; leave it empty if there is none."),
        render_kw=CODE_ATTRIBUTES,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        names = sorted((country_name(code, language()), code) for code in country_codes(language()))
        self.country.choices = [option(""), *(option(code, name) for name, code in names)]


class JoinForm(Form):
    """An organisation that is here already."""

    enterprise_code = TextField(
        lazy("Vietnamese enterprise code (tax code)"),
        [InputRequired(lazy("Enter the enterprise code of the organisation")), right_code],
        description=lazy("10 or 13 digits, as on the registration certificate."),
        render_kw=CODE_ATTRIBUTES,
    )


class InviteForm(Form):
    """A place for somebody."""

    email = TextField(
        lazy("E-mail address of the person"),
        [
            InputRequired(lazy("Enter the person’s e-mail address")),
            Email(lazy("Enter an e-mail address such as name@example.com")),
        ],
        longest=254,
        render_kw={"type": "email", "autocomplete": "off", "inputmode": "email"},
    )
    role: Any = RadioField(lazy("What may the person do?"), [InputRequired(lazy("Choose a role"))], default="viewer")


class RoleForm(Form):
    """Another role for a member."""

    role: Any = RadioField(lazy("What may the person do?"), [InputRequired(lazy("Choose a role"))])


class SwitchForm(Form):
    """The organisation to act for."""

    organisation_id = HiddenField(validators=[InputRequired()])
