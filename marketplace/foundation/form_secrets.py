"""Which fields hold secrets: noted when a form is declared, so that no page ever gives one back."""

from __future__ import annotations

from wtforms import PasswordField
from wtforms.fields.core import UnboundField

_names: set[str] = set()


def note_secrets(form: type) -> None:
    """Remember the names of a form's password fields."""
    for name, declared in vars(form).items():
        if isinstance(declared, UnboundField) and issubclass(declared.field_class, PasswordField):
            _names.add(name)


def is_secret(name: str) -> bool:
    """Whether a field of this name, alone or inside another, is a password field of any form."""
    return name in _names or name.rpartition("-")[2] in _names or "password" in name
