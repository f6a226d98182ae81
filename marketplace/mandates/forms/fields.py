"""Fields that read amounts, places, codes and lists of names as people type them."""

from __future__ import annotations

import re
from typing import Any

from wtforms import Field, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.foundation.amounts import AmountUnclear, parse_amount
from marketplace.foundation.forms import AreaField, TextField
from marketplace.foundation.i18n import _, language
from marketplace.foundation.i18n import number as written_number
from marketplace.foundation.money import Money
from marketplace.foundation.text import folded_key, one_line
from marketplace.mandates.forms.words import AMOUNT_UNREADABLE, AMOUNT_WORDS
from marketplace.mandates.rules import GLOBAL_MARKET
from marketplace.reference.queries import choices, country_code, label

_BETWEEN = re.compile(r"[,;\n]")
_GLOBAL_NAMES = frozenset({"global", "worldwide", "toan cau"})


class AmountField(TextField):
    """An amount in the currency that the form's `currency` field names; `money` is what was read."""

    money: Money | None = None

    def pre_validate(self, form: Any) -> None:
        """Read the amount; say what is unclear."""
        self.money = None
        if not self.data:
            return
        try:
            self.money = parse_amount(str(self.data), str(form.currency.data), language())
        except AmountUnclear as unclear:
            raise ValidationError(str(AMOUNT_WORDS.get(unclear.code, AMOUNT_UNREADABLE))) from None


def written(money: Money | None) -> str:
    """An amount as the field shows it."""
    return "" if money is None else str(written_number(money.major))


class PlacesField(TextField):
    """Countries by name or code, separated by commas; `codes` is what was read."""

    codes: tuple[str, ...] = ()

    def __init__(self, *arguments: Any, with_global: bool = False, **settings: Any) -> None:
        super().__init__(*arguments, longest=3000, **settings)
        self.with_global = with_global

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - as WTForms
        """Read every name; say which one nobody knows."""
        parts = [part.strip() for part in _BETWEEN.split(str(self.data or "")) if part.strip()]
        read = [(name, self._code(name)) for name in parts]
        unknown = [name for name, code in read if code is None]
        self.codes = tuple(dict.fromkeys(code for _name, code in read if code))
        if unknown:
            raise ValidationError(
                _("No country has this name: %(names)s. Check the spelling.", names=", ".join(unknown))
            )

    def _code(self, name: str) -> str | None:
        if self.with_global and folded_key(name) in _GLOBAL_NAMES:
            return GLOBAL_MARKET
        code = country_code(name)
        return code if code != "EU" or self.with_global else None


def places(codes: tuple[str, ...]) -> str:
    """Places as that field shows them."""
    return ", ".join(label("market", code, language()) for code in codes)


class CodesField(SelectMultipleField):
    """Codes of one taxonomy as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, taxonomy: str = "", **settings: Any) -> None:
        super().__init__(label, choices=choices(taxonomy, language()), **settings)


class NamesField(AreaField):
    """Names, one a line; `names` is what was read."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name once, in order."""
        lines = (one_line(line) for line in str(self.data or "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


def blame(field: Field, sentence: str) -> None:
    """Put a sentence beside a field after it was validated."""
    field.errors = [*field.errors, sentence]
