"""The page that shows every part pages are made of, in all its states, for those who write pages."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, DateField, DecimalField, FileField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from marketplace.foundation.access import Who, access
from marketplace.foundation.charts import Series, bars, funnel, line, sparkline
from marketplace.foundation.forms import AreaField, Form, TextField, option
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.money import Money
from marketplace.foundation.pages import Page

blueprint = Blueprint("parts", __name__, url_prefix="/staff")
WRONG = MappingProxyType(
    {"name": lazy("Fill in this field."), "amount": lazy("Enter a number."), "kinds": lazy("Choose at least one.")}
)
YEARS = ("2023", "2024", "2025", "2026")


class SampleForm(Form):
    """One field of each kind."""

    name = TextField(lazy("Name"), [InputRequired()], description=lazy("As it stands in the register."))
    about = AreaField(lazy("Description"), [Optional()])
    founded = DateField(lazy("Day"), [Optional()], description=lazy("For example 21/11/2026"))
    amount = DecimalField(lazy("Amount"), [Optional()])
    currency = SelectField(lazy("Currency"), choices=[option("VND", "VND"), option("USD", "USD"), option("EUR", "EUR")])
    role = RadioField(
        lazy("Role"), [InputRequired()], choices=[option("editor", lazy("Editor")), option("viewer", lazy("Viewer"))]
    )
    kinds = SelectMultipleField(
        lazy("Kinds"), [InputRequired()], choices=[option("1", lazy("Company")), option("2", lazy("Investor"))]
    )
    agreed = BooleanField(lazy("I have read this"))
    file = FileField(lazy("File"), [Optional()])


@blueprint.get("/components")
@access(read=Who.STAFF)
def components() -> ResponseReturnValue:
    """Every part, how it looks and how it is called."""
    wrong = SampleForm(formdata=None)
    for name, text in WRONG.items():
        wrong[name].errors = [text]
    return render_template(
        "parts/components.html",
        plain=SampleForm(formdata=None),
        wrong=wrong,
        amount=Money(1_250_000_50, "USD"),
        first=date(2026, 1, 5),
        last=date(2027, 1, 4),
        page=Page(items=[1], number=2, size=20, total=87),
        charts=_charts(),
    )


def _charts() -> list[Any]:
    numbers = Series(name=_("Deals"), labels=YEARS, values=(2, 5, 9, 14))
    steps = Series(name=_("Deals"), labels=(_("Introduced"), _("Signed"), _("Counted")), values=(40, 12, 5))
    return [
        bars(_("Deals"), _("Year"), numbers),
        line(_("Deals"), _("Year"), [numbers]),
        funnel(_("Deals"), _("Step"), steps),
        sparkline(_("Deals"), _("Year"), numbers),
    ]
