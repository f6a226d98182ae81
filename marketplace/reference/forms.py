"""Forms of reference data: both languages are needed wherever a name is."""

from __future__ import annotations

from wtforms import SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from marketplace.foundation.clock import today
from marketplace.foundation.fields import CodeField, DayField
from marketplace.foundation.forms import AreaField, Form, TextField, option
from marketplace.foundation.i18n import _, language, lazy
from marketplace.foundation.text import Localised
from marketplace.reference import queries
from marketplace.reference.content import NewProvince, TermText
from marketplace.reference.models import ReferenceTerm

LONGEST_NAME, LONGEST_CODE, MOST_NAMES = 120, 40, 20
PROVINCE_KINDS = {"province": lazy("Province"), "city": lazy("Centrally-run city")}


class NamesForm(Form):
    """A name in both languages."""

    vi = TextField(lazy("Vietnamese name"), [DataRequired()], longest=LONGEST_NAME)
    en = TextField(lazy("English name"), [DataRequired()], longest=LONGEST_NAME)

    def name(self) -> Localised:
        """What was typed."""
        return Localised(vi=str(self.vi.data), en=str(self.en.data))


class TermForm(NamesForm):
    """The words of a term."""

    other_names = AreaField(
        lazy("Other names"),
        description=lazy("One a line, in any language. Who types one of them finds what bears the term."),
        longest=2000,
    )
    parent = SelectField(lazy("Lies under"), choices=[])

    def offer(self, terms: list[ReferenceTerm], besides: str = "") -> TermForm:
        """The terms that it may lie under."""
        offered = [option(t.code, t.label.best(language())) for t in terms if t.code != besides and not t.valid_until]
        self.parent.choices = [option("", _("No other term")), *offered]
        return self

    def validate_other_names(self, field: AreaField) -> None:
        """Not more than search can use."""
        if len(self._names(field)) > MOST_NAMES:
            raise ValidationError(_("Give at most %(number)s other names.", number=MOST_NAMES))

    @staticmethod
    def _names(field: AreaField) -> tuple[str, ...]:
        lines = [" ".join(line.split()) for line in str(field.data or "").splitlines()]
        return tuple(dict.fromkeys(line for line in lines if line))

    def text(self) -> TermText:
        """What was typed."""
        return TermText(self.name(), self._names(self.other_names), str(self.parent.data or "") or None)


class NewTermForm(TermForm):
    """A new term with its code."""

    code = TextField(
        lazy("Code"),
        [DataRequired()],
        longest=LONGEST_CODE,
        description=lazy("Small letters, digits and _, a letter first. It is for ever: choose it with care."),
    )


class EndTermForm(Form):
    """Which term follows."""

    successor = SelectField(lazy("Which term stands in its place from now on"), choices=[])

    def offer(self, terms: list[ReferenceTerm], besides: str) -> EndTermForm:
        """The terms that may follow."""
        offered = [option(t.code, t.label.best(language())) for t in terms if t.code != besides and not t.valid_until]
        self.successor.choices = [option("", _("None: nothing takes its place")), *offered]
        return self


class NewProvinceForm(NamesForm):
    """A province that comes into being."""

    code = TextField(lazy("Official code"), [DataRequired()], longest=2, description=lazy("Two digits"))
    kind = SelectField(lazy("Kind"), choices=[option(code, label) for code, label in PROVINCE_KINDS.items()])
    valid_from = DayField(lazy("First day"), [DataRequired()], description=lazy("For example 1/7/2025"))

    def province(self) -> NewProvince:
        """What was typed."""
        first = self.valid_from.day or today()
        return NewProvince(str(self.code.data), self.name(), str(self.kind.data), first)


class EndProvinceForm(Form):
    """The last day of a province, and which one follows."""

    until = DayField(lazy("Last day"), [DataRequired()], description=lazy("For example 30/6/2025"))
    successor = CodeField(
        lazy("Which province follows"),
        lambda: [(code, f"{name} ({code})") for code, name in queries.choices("province", language())],
        validators=[InputRequired()],
    )


class MarketForm(Form):
    """The class of one market in one year."""

    country = CodeField(lazy("Market"), lambda: queries.choices("country", language()), validators=[InputRequired()])
    market_class = CodeField(
        lazy("Class"), lambda: queries.choices("market_class", language()), nothing=lazy("No class")
    )


class RateForm(Form):
    """One exchange rate; rates are only added."""

    currency = CodeField(
        lazy("Currency"),
        lambda: [pair for pair in queries.choices("currency", language()) if pair[0] != "USD"],
        validators=[InputRequired()],
    )
    day = DayField(lazy("Day"), [DataRequired()], description=lazy("For example 21/11/2026"))
    usd_per_unit = TextField(
        lazy("US dollars for one unit"),
        [DataRequired()],
        longest=LONGEST_CODE,
        description=lazy("For example 0.0000391 for one Vietnamese dong; with a point"),
    )
    source = TextField(
        lazy("Source"),
        [DataRequired()],
        longest=LONGEST_NAME,
        description=lazy("Who publishes the rate. A correction is a rate of another source."),
    )

    def row(self) -> dict[str, str | None]:
        """As `reference load-rates` reads it."""
        day = self.day.day.isoformat() if self.day.day else ""
        rate = str(self.usd_per_unit.data or "").replace(",", ".")
        return {"currency": self.currency.data, "date": day, "usd_per_unit": rate, "source": self.source.data}
