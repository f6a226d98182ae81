"""The words beside fields and of choices by the fields' names, for a page that is made without their form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, FieldList, FileField, FormField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField
from wtforms.meta import DefaultMeta

MAY_BE_ABSENT = (BooleanField, FieldList, FileField, FormField, RadioField, SelectMultipleField)
_forms: list[dict[str, Any]] = []


def note_labels(form: type) -> None:
    """Remember the fields of a declared form."""
    bases = reversed(form.__mro__)
    _forms.append({name: one for base in bases for name, one in vars(base).items() if isinstance(one, UnboundField)})


def label_of(name: str, sent: Iterable[str] = ()) -> str:
    """The words beside a field in the page's language; nothing where forms differ in it.

    `sent`: the names of everything that came with it, which tell forms with a field of this name apart.
    """
    found = {_label(declared) for declared in _declared(name, sent)}
    return found.pop() if len(found) == 1 else ""


def words_of_choice(name: str, value: str, sent: Iterable[str] = ()) -> str | None:
    """What the person saw instead of a code: nothing where it is not known; None where the field is no choice."""
    declared = _declared(name, sent)
    if not any(_is_choice(one) for one in declared):
        return None
    found = {chosen(_made(one), value) for one in declared if _is_choice(one)}
    return found.pop() if len(found) == 1 else ""


def chosen(one: Any, value: str) -> str:
    """The words of a field's choice; nothing where it does not offer the value."""
    try:
        return next((str(choice[1]) for choice in one.iter_choices() if str(choice[0]) == value), "")
    except TypeError:  # it is only told what it offers when its page is made
        return ""


def is_known(name: str) -> bool:
    """Whether any form has a field of this name."""
    return bool(_declared(name, ()))


def _declared(name: str, sent: Iterable[str]) -> list[Any]:
    """The fields that this can be: of the forms that have most of what was sent, and miss least of it."""
    place, last = _place(name)
    found = [form for form in _forms if last in form]
    beside = {other for where, other in map(_place, sent) if where == place}
    if not beside or not found:
        return [form[last] for form in found]
    best = max(_fit(form, beside) for form in found)
    return [form[last] for form in found if _fit(form, beside) == best]


def _place(name: str) -> tuple[str, str]:
    """In which row a field stands, and its name there; `links-0` is one of `links`."""
    place, _, last = re.sub(r"-\d+$", "", name).rpartition("-")
    return place, last


def _fit(form: dict[str, Any], beside: set[str]) -> tuple[int, int]:
    always = {name for name, one in form.items() if not issubclass(one.field_class, MAY_BE_ABSENT)}
    return len(beside & form.keys()), -len(always - beside)


def _label(declared: Any) -> str:
    return str((declared.args[0] if declared.args else declared.kwargs.get("label")) or "")


def _is_choice(declared: Any) -> bool:
    return issubclass(declared.field_class, SelectFieldBase)


def _made(declared: Any) -> Any:
    made = declared.bind(None, "of_no_form", _meta=DefaultMeta())
    made.data = None
    return made
