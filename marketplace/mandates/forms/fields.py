"""Fields that read amounts, places and lists of names as people type them."""

from __future__ import annotations

from typing import Any

from wtforms import Field, ValidationError

from marketplace.foundation.amounts import AmountUnclear, parse_amount
from marketplace.foundation.fields import CodesField
from marketplace.foundation.forms import AreaField, TextField
from marketplace.foundation.i18n import language
from marketplace.foundation.i18n import number as written_number
from marketplace.foundation.money import Money
from marketplace.foundation.text import folded_key, one_line
from marketplace.mandates.forms.words import AMOUNT_UNREADABLE, AMOUNT_WORDS, CRITERION_LABELS
from marketplace.mandates.rules import GLOBAL_MARKET, TAXONOMY_OF
from marketplace.reference.queries import UNION, choices, country_code, label

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


def codes_of(criterion: str) -> CodesField:
    """Check boxes for the codes of one criterion."""
    return CodesField(CRITERION_LABELS[criterion], lambda: choices(TAXONOMY_OF[criterion], language()))


def market_code(name: str) -> str | None:
    """A country, the European Union, or the whole world."""
    return GLOBAL_MARKET if folded_key(name) in _GLOBAL_NAMES else country_code(name)


def excludable_code(name: str) -> str | None:
    """A country alone."""
    code = country_code(name)
    return None if code == UNION else code


def places(codes: tuple[str, ...]) -> str:
    """Places as their field shows them."""
    return ", ".join(label("market", code, language()) for code in codes)


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
