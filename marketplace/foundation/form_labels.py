"""The words beside fields by the fields' names, for a page that is made without their form."""

from __future__ import annotations

from wtforms.fields.core import UnboundField

_words: dict[str, list[object]] = {}


def note_labels(form: type) -> None:
    """Remember what stands beside a declared form's fields."""
    for name, declared in vars(form).items():
        if isinstance(declared, UnboundField):
            label = declared.args[0] if declared.args else declared.kwargs.get("label")
            _words.setdefault(name, []).append(label or "")


def label_of(name: str) -> str:
    """The words beside fields of this name in the page's language; nothing where forms differ in it."""
    found = {str(label) for label in _words.get(name.rpartition("-")[2], ())}
    return found.pop() if len(found) == 1 else ""
