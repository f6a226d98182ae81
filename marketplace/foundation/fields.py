"""Fields that read what people type in their language: dollars, numbers, days, months, web addresses, codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from wtforms import Form as PlainForm
from wtforms import SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import StopValidation

from marketplace.foundation.amounts import AmountUnclear, parse_amount, parse_date
from marketplace.foundation.form_labels import note_labels
from marketplace.foundation.form_texts import FieldWords
from marketplace.foundation.forms import TextField, as_line
from marketplace.foundation.i18n import _, language, lazy
from marketplace.foundation.i18n import number as written_number
from marketplace.foundation.money import Money

_MONTH = re.compile(r"(?:(\d{4})-(\d{1,2})|(\d{1,2})[/.-](\d{4}))")
MONTHS_IN_YEAR = 12
MOST_DIGITS = 9
Offered = Callable[[], list[tuple[str, str]]]


class DollarsField(TextField):
    """An amount of US dollars as people write it; `cents` is what was read."""

    cents: int | None = None

    def pre_validate(self, _form: Any) -> None:
        """Read the amount; say what is unclear."""
        self.cents = None
        if not self.data:
            return
        try:
            self.cents = _amount(str(self.data)).minor
        except AmountUnclear as unclear:
            raise ValidationError(amount_problem(unclear.code)) from None


def _amount(typed: str) -> Money:
    return parse_amount(typed, "USD", language())


def dollars(cents: int | None) -> str:
    """An amount as the field shows it: whole dollars without decimals."""
    if cents is None:
        return ""
    return written_number(cents // 100 if cents % 100 == 0 else Decimal(cents).scaleb(-2))


def amount_problem(code: str) -> str:
    """What is wrong with a typed amount, and what to do."""
    sentences = {
        "ambiguous_number": lazy("This amount can be read in two ways. Write it without separators, for example 5000."),
        "negative_number": lazy("An amount cannot be negative."),
        "other_currency": lazy("Give this amount in US dollars."),
        "too_large": lazy("This amount is too large. Check the unit."),
    }
    return str(sentences.get(code, lazy("Write the amount in digits, for example 250000.")))


class WholeNumberField(StringField):
    """A whole number written in plain digits; `data` is the number, or the text that could not be read."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Digits become a number."""
        typed = str(as_line(valuelist[0])) if valuelist else ""
        plain = "".join(typed.replace(".", "").replace(",", "").split())
        readable = plain.isascii() and plain.isdigit() and len(plain) <= MOST_DIGITS
        self.data = None if not typed else (int(plain) if readable else typed)

    def pre_validate(self, _form: Any) -> None:
        """Say so if it was no number."""
        if isinstance(self.data, str):
            raise StopValidation(_("Write a whole number in digits."))


class DayField(TextField):
    """A day as people write it; `day` is what was read."""

    day: date | None = None

    def pre_validate(self, _form: Any) -> None:
        """Read the day; say what is unclear."""
        self.day = None
        if not self.data:
            return
        try:
            self.day = parse_date(str(self.data), language())
        except AmountUnclear as unclear:
            if unclear.code == "ambiguous_date":
                raise ValidationError(_("Write the month as a word or the date as 2026-06-04.")) from None
            raise ValidationError(_("Write a full date, for example 2026-06-04.")) from None


class MonthField(TextField):
    """A month; `month` is what was read, as YYYY-MM."""

    month: str = ""

    def pre_validate(self, _form: Any) -> None:
        """Read the month; say what is unclear."""
        self.month = ""
        if not self.data:
            return
        found = _MONTH.fullmatch(str(self.data))
        year, number = (found[1] or found[4], int(found[2] or found[3])) if found else ("", 0)
        if not 1 <= number <= MONTHS_IN_YEAR:
            raise ValidationError(_("Write the month as 2025-06 or 06/2025."))
        self.month = f"{year}-{number:02d}"


class NamedCodesField(TextField):
    """Names separated by commas, each read into a code by `read`; `codes` is what was read."""

    codes: tuple[str, ...] = ()

    def __init__(self, label: Any, read: Callable[[str], str | None], **settings: Any) -> None:
        super().__init__(label, **settings)
        self.read = read

    def pre_validate(self, _form: Any) -> None:
        """Read every name; say which one nobody knows."""
        names = [part.strip() for part in re.split(r"[,;]", str(self.data or "")) if part.strip()]
        read = [(name, self.read(name)) for name in names]
        unknown = [name for name, code in read if code is None]
        self.codes = tuple(dict.fromkeys(code for _name, code in read if code))
        if unknown:
            raise ValidationError(_("These names are not known here: %(names)s.", names=", ".join(unknown)))


class WebField(TextField):
    """A web address; a bare host gets https in front."""

    def pre_validate(self, _form: Any) -> None:
        """Only http and https, and a host that could exist."""
        if not self.data:
            return
        if "://" not in self.data:
            self.data = f"https://{self.data}"
        if not is_web_address(self.data):
            raise ValidationError(_("Write a web address such as https://example.com."))


def is_web_address(text: str) -> bool:
    """Whether a link with this address is safe to show."""
    try:
        parts = urlsplit(text)
    except ValueError:  # brackets that are no address
        return False
    host = parts.netloc
    return parts.scheme in ("http", "https") and "." in host and not re.search(r"[\s@<>\"']", text)


class CodesField(SelectMultipleField):
    """Codes as check boxes; `offered` gives codes and labels in the page's language."""

    def __init__(self, label: Any, offered: Offered, **settings: Any) -> None:
        super().__init__(label, choices=offered, **settings)


class CodeField(SelectField):
    """One code, or none; `nothing` is what stands for none."""

    def __init__(self, label: Any, offered: Offered, nothing: Any = "", **settings: Any) -> None:
        super().__init__(label, choices=lambda: [("", str(nothing)), *offered()], **settings)

    def pre_validate(self, _form: Any) -> None:
        """Nothing chosen is an answer; anything else has to be offered."""
        if self.data and self.data not in {value for value, *_rest in self.iter_choices()}:
            raise ValidationError(_("Choose one of the options"))


class RowForm(PlainForm):
    """One row of a repeated part of a form; a blank row is right, and left out."""

    # Fields that always have a value, so that they alone do not make a row.
    DEFAULTS: tuple[str, ...] = ()

    def __init_subclass__(cls, **settings: Any) -> None:
        """The words beside fields are known by name from now on."""
        super().__init_subclass__(**settings)
        note_labels(cls)

    class Meta:
        """Our words instead of the library's."""

        def get_translations(self, form: object) -> FieldWords:  # noqa: ARG002 - the library's signature
            """In the page's language."""
            return FieldWords()

    @property
    def is_blank(self) -> bool:
        """Nothing was typed into this row."""
        return not any(field.data for name, field in self._fields.items() if name not in self.DEFAULTS)

    def validate(self, extra_validators: Any = None) -> bool:
        """A blank row is right."""
        return self.is_blank or super().validate(extra_validators)


def needed(message: Any) -> Callable[[Any, Any], None]:
    """A validator for a field that a row cannot do without."""

    def check(_form: Any, field: Any) -> None:
        if not field.data:
            raise ValidationError(str(message))

    return check
