"""Forms of the officers: a proposal with its reason, and corrected terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import SelectField
from wtforms.validators import InputRequired

from marketplace.deals.content import Amendment
from marketplace.deals.forms.typed import date_typed, money_typed
from marketplace.foundation.forms import AreaField, Form, TextField, option
from marketplace.foundation.i18n import language, lazy
from marketplace.foundation.money import Money
from marketplace.reference.queries import choices


class ProposalForm(Form):
    """Why the officer proposes it; the second officer reads this."""

    reason = AreaField(lazy("What you checked, and why you propose this"), [InputRequired()], longest=500)


class RejectForm(Form):
    """Why the second officer disagrees."""

    reason = AreaField(lazy("Why you do not agree"), [InputRequired()], longest=500)


class AmendForm(Form):
    """Corrected terms of a counted deal."""

    currency = SelectField(lazy("Currency"), [InputRequired()])
    agreed = TextField(lazy("Agreed value of the whole deal"), [InputRequired()])
    signed_on = TextField(lazy("Date of signing"), [InputRequired()])
    completed_on = TextField(lazy("Date of completion"), [InputRequired()])
    reason = AreaField(lazy("What is corrected, and why"), [InputRequired()], longest=500)

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.currency.choices = [option(code, label) for code, label in choices("currency", language())]
        self.money: Money | None = None
        self.days: dict[str, date] = {}

    def validate_agreed(self, field: TextField) -> None:
        """Read the amount in the chosen currency."""
        self.money = money_typed(str(field.data), str(self.currency.data))

    def validate_signed_on(self, field: TextField) -> None:
        """Read the day."""
        self.days["signed_on"] = date_typed(str(field.data))

    def validate_completed_on(self, field: TextField) -> None:
        """Read the day."""
        self.days["completed_on"] = date_typed(str(field.data))

    def amendment(self) -> Amendment:
        """What was typed, after validation."""
        assert self.money is not None  # noqa: S101 - validated
        return Amendment(self.money.minor, self.money.currency, self.days["signed_on"], self.days["completed_on"])
