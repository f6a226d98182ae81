"""Forms of staff: changes of the weights as people type them, and the reason that puts them in force."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any

from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from marketplace.foundation.fields import CodesField, RowForm
from marketplace.foundation.forms import AreaField, Form, TextField, option
from marketplace.foundation.i18n import _, language, lazy
from marketplace.matching.rules.editing import Changes, from_plain, to_plain

LONGEST_LIST, LONGEST_NUMBER = 200, 12
LONGEST_REASON = 2000
LONGEST_DRAFT = 60_000
# Another shape than ours, numbers beyond all bounds, lists in lists without end.
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
_NUMBER = re.compile(r"[+-]?\d{1,4}([.,]\d{1,4})?")


def read_number(typed: str) -> float:
    """A small number with a comma or a point for its decimals; raises ValueError."""
    plain = typed.strip().replace("−", "-")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(plain)
    return float(plain.replace(",", "."))


class RatioField(TextField):
    """One small number; `number` is what was read, 1 where nothing was typed."""

    number: float = 1.0

    def pre_validate(self, _form: Any) -> None:
        """Read the number; say so if it is none."""
        try:
            self.number = read_number(str(self.data)) if self.data else 1.0
        except ValueError:
            raise ValidationError(_("Write a number, for example 1.5.")) from None


class NumbersField(TextField):
    """Numbers with semicolons between them; `numbers` is what was read."""

    numbers: tuple[float, ...] = ()

    def pre_validate(self, _form: Any) -> None:
        """Read every number; say which one is none."""
        parts = [part for part in str(self.data or "").split(";") if part.strip()]
        try:
            self.numbers = tuple(read_number(part) for part in parts)
        except ValueError as error:
            told = _("“%(part)s” is no number. Put semicolons between numbers, for example 0; 0.5; 1.", part=error)
            raise ValidationError(told) from None


def as_numbers(values: Any) -> str:
    """Numbers as the field shows them, in the page's language."""
    return "; ".join(as_number(value) for value in values if isfinite(value))


def as_number(value: float) -> str:
    """A number as its field shows it: nothing is lost when it is sent back as it is."""
    return f"{value:g}".replace(".", "," if language() == "vi" else ".")


class SignalForm(RowForm):
    """What is changed of one signal; which of the fields are shown depends on where its weight comes from."""

    code = HiddenField()
    off = BooleanField(lazy("Switch off"))
    times = RatioField(lazy("Times"), longest=LONGEST_NUMBER)
    at = NumbersField(lazy("Values"), longest=LONGEST_LIST)
    adds = NumbersField(lazy("What they add"), longest=LONGEST_LIST)

    @property
    def is_blank(self) -> bool:
        """Every signal is read."""
        return False


class DraftForm(Form):
    """A draft that a page hands on: everything that is changed, as plain data."""

    shipped: Field = HiddenField()
    draft = HiddenField()

    def changes(self) -> Changes | None:
        """What was handed on; None where it cannot be read."""
        text = str(self.draft.data or "")
        try:
            return from_plain(json.loads(text)) if len(text) <= LONGEST_DRAFT else None
        except UNREADABLE:
            return None

    def shipped_number(self) -> int:
        """The shipped version that the draft rests on; 0 where it cannot be read."""
        text = str(self.shipped.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


class ChangeForm(DraftForm):
    """The weights of one role and the rules of policy."""

    shipped = SelectField(lazy("Rests on the shipped version"), [InputRequired()], choices=[])
    signals = FieldList(FormField(SignalForm))
    policies = CodesField(
        lazy("Rules of policy"),
        list,
        description=lazy("A rule that is on is named as a rule of the ministry on every match that it touches."),
    )

    def offer(self, versions: tuple[int, ...], rules: list[tuple[str, str]]) -> None:
        """The shipped versions that a draft may rest on, and the rules of policy that can be switched on."""
        self.shipped.choices = [option(str(number), str(number)) for number in versions]
        self.policies.choices = [option(code, label) for code, label in rules]


class ConfirmForm(DraftForm):
    """Why a draft is put in force."""

    reason = AreaField(
        lazy("Why"),
        [DataRequired()],
        description=lazy("Everybody on the staff reads it beside the version."),
        longest=LONGEST_REASON,
    )


def as_draft(changes: Changes) -> str:
    """Changes as a hidden field carries them."""
    return json.dumps(to_plain(changes), separators=(",", ":"))
