"""The form of a mandate: the criteria of its kind, each with who may know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField

from marketplace.foundation.fields import NamedCodesField
from marketplace.foundation.forms import AreaField, Form, TextField
from marketplace.foundation.i18n import language, lazy
from marketplace.foundation.text import Localised
from marketplace.mandates.content import Mandate, TicketRange
from marketplace.mandates.forms.fields import (
    AmountField,
    NamesField,
    blame,
    codes_of,
    excludable_code,
    market_code,
    places,
    written,
)
from marketplace.mandates.forms.words import CRITERION_LABELS, PRIVACY_LABELS, PROBLEM_WORDS
from marketplace.mandates.rules import (
    CRITERIA,
    DEFAULT_PRIVACY,
    LONGEST_TEXT,
    MandateKind,
    Privacy,
    Problem,
    criteria_of,
)
from marketplace.reference.queries import currency_codes, currency_name

DEFAULT_CURRENCY = "USD"
LONGEST_LIST = 3000
_INPUTS = {
    "title": ("title_vi", "title_en"),
    "thesis": ("thesis_vi", "thesis_en"),
    "use_of_funds": ("use_of_funds_vi", "use_of_funds_en"),
    "ticket": ("ticket_minimum", "ticket_maximum"),
}


class MandateForm(Form):
    """Every criterion of every kind; `form_for` keeps those of one kind."""

    title_vi = TextField(lazy("Title in Vietnamese"))
    title_en = TextField(lazy("Title in English"))
    thesis_vi = AreaField(lazy("What you look for, in Vietnamese"))
    thesis_en = AreaField(lazy("What you look for, in English"))
    currency = SelectField(lazy("Currency of the amounts"), default=DEFAULT_CURRENCY)
    ticket_minimum = AmountField(lazy("Smallest investment"), description=lazy("For example 500k or 5 million"))
    ticket_maximum = AmountField(lazy("Largest investment"))
    amount_sought = AmountField(CRITERION_LABELS["amount_sought"], description=lazy("For example 500k or 5 million"))
    stages = codes_of("stages")
    instruments = codes_of("instruments")
    sectors = codes_of("sectors")
    technologies = codes_of("technologies")
    markets = NamedCodesField(
        CRITERION_LABELS["markets"],
        market_code,
        longest=LONGEST_LIST,
        description=lazy("Names of countries, separated by commas, or the word: global"),
    )
    directions = codes_of("directions")
    use_of_funds_vi = AreaField(lazy("Use of funds, in Vietnamese"))
    use_of_funds_en = AreaField(lazy("Use of funds, in English"))
    existing_investors = NamesField(
        CRITERION_LABELS["existing_investors"], longest=LONGEST_TEXT, description=lazy("One name a line")
    )
    excluded_sectors = codes_of("excluded_sectors")
    excluded_technologies = codes_of("excluded_technologies")
    excluded_countries = NamedCodesField(
        CRITERION_LABELS["excluded_countries"],
        excludable_code,
        longest=LONGEST_LIST,
        description=lazy("Names of countries, separated by commas"),
    )

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.currency.choices = lambda: _currencies(str(self.currency.object_data or DEFAULT_CURRENCY))  # type: ignore[assignment]  # the stubs know lists only


def _currencies(held: str) -> list[tuple[str, str]]:
    """The currencies offered, and the one that is held already."""
    return [(code, f"{code} – {currency_name(code, language())}") for code in dict.fromkeys([*currency_codes(), held])]


def _classes() -> list[tuple[str, str]]:
    return [(str(privacy), str(words)) for privacy, words in PRIVACY_LABELS.items()]


for _criterion in CRITERIA:
    _choice = SelectField(
        lazy("Who may know: %(criterion)s", criterion=CRITERION_LABELS[_criterion]),
        choices=_classes,
        default=str(DEFAULT_PRIVACY[_criterion]),
    )
    setattr(MandateForm, f"privacy_{_criterion}", _choice)


def form_for(kind: MandateKind, held: Mandate | None = None, version: int | None = None) -> MandateForm:
    """The form of one kind, filled with what is held."""
    data = filled(held) if held else {}
    form = MandateForm(data={**data, **({"version": str(version)} if version is not None else {})})
    wanted = set(criteria_of(kind))
    for criterion in set(CRITERIA) - wanted:
        for name in (*inputs_of(criterion), f"privacy_{criterion}"):
            delattr(form, name)
    if not wanted & {"ticket", "amount_sought"}:
        del form.currency
    return form


def inputs_of(criterion: str) -> tuple[str, ...]:
    """The names of the fields that one criterion is typed into; none for the kind, which is chosen before."""
    return () if criterion == "kind" else _INPUTS.get(criterion, (criterion,))


def filled(held: Mandate) -> dict[str, Any]:
    """What the form shows of a mandate."""
    ticket, amount = held.ticket, held.amount_sought
    shown: dict[str, Any] = {
        "currency": (ticket or amount or TicketRange(None, None, DEFAULT_CURRENCY)).currency,
        "ticket_minimum": written(ticket.minimum_money()) if ticket else "",
        "ticket_maximum": written(ticket.maximum_money()) if ticket else "",
        "amount_sought": written(amount),
        "markets": places(held.markets),
        "excluded_countries": places(held.excluded_countries),
        "existing_investors": "\n".join(held.existing_investors),
    }
    for name in ("title", "thesis", "use_of_funds"):
        text: Localised = getattr(held, name)
        shown |= {f"{name}_vi": text.vi, f"{name}_en": text.en}
    for name in ("stages", "instruments", "sectors", "technologies", "directions", *_EXCLUDED_CODES):
        shown[name] = list(getattr(held, name))
    return shown | {f"privacy_{name}": str(held.privacy_of(name)) for name in CRITERIA}


_EXCLUDED_CODES = ("excluded_sectors", "excluded_technologies")


def typed(form: MandateForm, kind: MandateKind) -> Mandate:
    """The mandate that a validated form describes."""
    wanted = set(criteria_of(kind))
    values: dict[str, Any] = {name: _value(form, name) for name in wanted - {"kind"}}
    chosen = ((name, Privacy(form[f"privacy_{name}"].data)) for name in criteria_of(kind))
    privacy = tuple((name, privacy) for name, privacy in chosen if privacy is not DEFAULT_PRIVACY[name])
    return Mandate(kind, **values, privacy=privacy)


def _value(form: MandateForm, name: str) -> object:
    if name in ("title", "thesis", "use_of_funds"):
        return Localised(vi=form[f"{name}_vi"].data or "", en=form[f"{name}_en"].data or "")
    if name == "ticket":
        return _ticket(form)
    field = form[name]
    if isinstance(field, AmountField):
        return field.money
    if isinstance(field, NamedCodesField):
        return field.codes
    if isinstance(field, NamesField):
        return field.names
    return tuple(field.data or ())


def _ticket(form: MandateForm) -> TicketRange | None:
    low, high = form.ticket_minimum.money, form.ticket_maximum.money
    if low is None and high is None:
        return None
    ends = [None if end is None else end.minor for end in (low, high)]
    return TicketRange(ends[0], ends[1], str(form.currency.data))


def add_problems(form: MandateForm, problems: Iterable[tuple[str, Problem]]) -> None:
    """Put each problem beside the field where it can be solved."""
    for criterion, problem in problems:
        names = [name for name in inputs_of(criterion) if name in form]
        if names:
            blame(form[names[0]], str(PROBLEM_WORDS[problem]))
