"""Forms of a deal: its terms, its parties, evidence, reasons, and the declaration of one made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired, Optional

from marketplace.deals.content import DealTerms, Declaration, DeclaredParty, PartyStanding
from marketplace.deals.forms.typed import basis_points_typed, date_typed, money_typed
from marketplace.deals.rules.guards import COMPLETION_EVENTS, EvidenceKind
from marketplace.foundation.forms import AreaField, Form, TextField, option
from marketplace.foundation.i18n import language, lazy
from marketplace.foundation.money import Money
from marketplace.reference.queries import choices

NOT_KNOWN = ("", lazy("Not known"))
CHOOSE = ("", lazy("Choose"))


def _codes(taxonomy: str, first: tuple[str, Any] | None = None) -> list[Any]:
    offered = [option(code, label) for code, label in choices(taxonomy, language())]
    return [option(*first), *offered] if first else offered


class TermsForm(Form):
    """What was agreed; the completion date says that the completion event of the type took place."""

    type = SelectField(lazy("Type of deal"), [InputRequired()])
    direction = SelectField(lazy("Direction"), [InputRequired()])
    currency = SelectField(lazy("Currency"), [InputRequired()], default="USD")
    agreed = TextField(
        lazy("Agreed value of the whole deal"),
        [Optional()],
        description=lazy("All instalments together, as agreed, not only what was paid"),
    )
    stake = TextField(
        lazy("Share of votes acquired, in percent"),
        [Optional()],
        description=lazy("Only for share purchases; leave empty if assets were bought"),
    )
    signed_on = TextField(lazy("Date of signing"), [Optional()])
    completed_on = TextField(
        lazy("Date of completion"),
        [Optional()],
        description=lazy(
            "The day on which ownership passed, the joint venture was established and paid in, "
            "or the contract came into force and its performance began"
        ),
    )

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.type.choices = _codes("deal_type", CHOOSE)
        self.direction.choices = _codes("deal_direction", CHOOSE)
        self.currency.choices = _codes("currency")
        self.money: Money | None = None
        self.points: int | None = None
        self.days: dict[str, date] = {}

    def validate_agreed(self, field: TextField) -> None:
        """Read the amount in the chosen currency."""
        self.money = money_typed(str(field.data), str(self.currency.data))

    def validate_stake(self, field: TextField) -> None:
        """Read the percentage."""
        self.points = basis_points_typed(str(field.data))

    def validate_signed_on(self, field: TextField) -> None:
        """Read the day."""
        self.days["signed_on"] = date_typed(str(field.data))

    def validate_completed_on(self, field: TextField) -> None:
        """Read the day."""
        self.days["completed_on"] = date_typed(str(field.data))

    def terms(self) -> DealTerms:
        """What was typed, after validation."""
        completed_on = self.days.get("completed_on")
        return DealTerms(
            type=str(self.type.data),
            direction=str(self.direction.data),
            agreed=self.money,
            currency=str(self.currency.data),
            stake_basis_points=self.points,
            signed_on=self.days.get("signed_on"),
            completed_on=completed_on,
            completion_event=COMPLETION_EVENTS.get(str(self.type.data)) if completed_on else None,
        )


class PartyForm(Form):
    """How a party stood on the day of signing."""

    name = TextField(lazy("Name of the party"), [InputRequired()])
    country = SelectField(lazy("Country of registration"), [Optional()])
    ownership = SelectField(lazy("Ownership at signing"), [Optional()])
    control_country = SelectField(
        lazy("Country of ultimate control at signing"),
        [Optional()],
        description=lazy("Where those who in the end control the company are"),
    )
    is_dte = BooleanField(lazy("A digital technology enterprise"))

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.country.choices = _codes("country", NOT_KNOWN)
        self.ownership.choices = _codes("ownership", NOT_KNOWN)
        self.control_country.choices = _codes("country", NOT_KNOWN)

    def standing(self) -> PartyStanding:
        """What was typed, after validation."""
        return PartyStanding(
            name=str(self.name.data),
            country=self.country.data or None,
            ownership=self.ownership.data or None,
            control_country=self.control_country.data or None,
            is_dte=bool(self.is_dte.data),
        )


class DeclareForm(TermsForm):
    """A deal made elsewhere; an enterprise declares its own, so its side is not asked for."""

    reached = RadioField(
        lazy("How far is the deal?"),
        [InputRequired()],
        choices=[option("signed", lazy("Signed")), option("closed", lazy("Completed"))],
    )
    home_code = TextField(
        lazy("Enterprise code of the Vietnamese enterprise"),
        [Optional()],
        description=lazy("If the enterprise has a public profile with this code, it is asked to confirm the deal"),
    )
    home_name = TextField(lazy("Name of the Vietnamese enterprise"), [InputRequired()])
    foreign_name = TextField(lazy("Name of the international partner"), [InputRequired()])
    foreign_country = SelectField(lazy("Country of registration of the partner"), [InputRequired()])
    foreign_control = SelectField(lazy("Country of ultimate control of the partner"), [Optional()])
    agreed = TextField(
        lazy("Agreed value of the whole deal"),
        [InputRequired()],
        description=lazy("All instalments together, as agreed, not only what was paid"),
    )
    signed_on = TextField(lazy("Date of signing"), [InputRequired()])

    def __init__(self, *arguments: Any, asks_home: bool = True, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.foreign_country.choices = _codes("country", CHOOSE)
        self.foreign_control.choices = _codes("country", NOT_KNOWN)
        if not asks_home:
            del self.home_code
            del self.home_name

    def validate_reached(self, field: RadioField) -> None:
        """A completed deal has the day of its completion."""
        if field.data == "closed" and not self.completed_on.data:
            raise ValidationError(str(lazy("Enter the date of completion below, or choose that the deal is signed")))

    def declaration(self, home: DeclaredParty) -> Declaration:
        """What was typed, after validation, with the Vietnamese side found or as named."""
        foreign = PartyStanding(
            name=str(self.foreign_name.data),
            country=str(self.foreign_country.data),
            ownership="foreign",
            control_country=self.foreign_control.data or None,
            is_dte=False,
        )
        return Declaration(self.terms(), (home, DeclaredParty(foreign)), closed=self.reached.data == "closed")

    def named_home(self) -> DeclaredParty:
        """The Vietnamese side as it was named, without an account here."""
        standing = PartyStanding(str(self.home_name.data), "VN", "vietnamese", "VN", is_dte=True)
        return DeclaredParty(standing)


class EvidenceForm(Form):
    """A document and what it proves."""

    kind = SelectField(lazy("What the document proves"), [InputRequired()])
    file = FileField(
        lazy("Document"),
        [FileRequired(lazy("Choose a file"))],
        description=lazy("PDF, DOCX, XLSX, PPTX, JPG or PNG"),
    )

    def __init__(self, kinds: Mapping[EvidenceKind, Any], **settings: Any) -> None:
        super().__init__(**settings)
        self.kind.choices = [option(*CHOOSE), *(option(kind.value, label) for kind, label in kinds.items())]


class ReasonForm(Form):
    """A reason in the person's own words."""

    reason = AreaField(lazy("Reason"), [InputRequired()], longest=500)


class AnswerForm(Form):
    """A party's answer to exactly the terms that the page showed."""

    terms_hash = HiddenField(validators=[InputRequired()])


class PlainForm(Form):
    """A decision without anything to type."""
