"""Forms: CSRF, one-time key and version on each, text normalised at the edge."""

from __future__ import annotations

from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.fields import choices as field_choices
from wtforms.validators import Length

from marketplace.foundation.form_labels import note_labels
from marketplace.foundation.form_secrets import note_secrets
from marketplace.foundation.form_texts import FieldWords
from marketplace.foundation.once import new_key
from marketplace.foundation.text import nfc, one_line

LINE = 200
PARAGRAPH = 5000


def as_line(value: object) -> object:
    """NFC, invisible characters gone, spaces and line breaks collapsed."""
    return one_line(value) if isinstance(value, str) else value


def as_paragraphs(value: object) -> object:
    """NFC and invisible characters gone, line breaks kept."""
    return nfc(value) if isinstance(value, str) else value


def option(value: str, label: Any = None) -> Any:
    """One choice of a select or radio field; plain pairs are no longer welcome to the library."""
    return field_choices.SelectChoice(value, label)  # type: ignore[attr-defined]  # the stubs are older


class TextField(StringField):
    """One line of text."""

    def __init__(self, label: Any = None, validators: Any = (), **settings: Any) -> None:
        settings["filters"] = [as_line, *settings.get("filters", ())]
        super().__init__(label, [*validators, Length(max=settings.pop("longest", LINE))], **settings)


class AreaField(TextAreaField):
    """Several lines of text."""

    def __init__(self, label: Any = None, validators: Any = (), **settings: Any) -> None:
        settings["filters"] = [as_paragraphs, *settings.get("filters", ())]
        super().__init__(label, [*validators, Length(max=settings.pop("longest", PARAGRAPH))], **settings)


class Form(FlaskForm):
    """What every form carries: its one-time key and the version of the thing that it edits."""

    class Meta(FlaskForm.Meta):
        """How the library behaves for us."""

        def get_translations(self, form: object) -> FieldWords:  # noqa: ARG002 - the library's signature
            """Our words instead of the library's, which has none in Vietnamese."""
            return FieldWords()

    once = HiddenField(default=new_key)
    version = HiddenField()

    def __init_subclass__(cls, **settings: Any) -> None:
        """Fields for secrets, and the words beside fields, are known by name from now on."""
        super().__init_subclass__(**settings)
        note_secrets(cls)
        note_labels(cls)

    def __init__(self, *args: Any, **fields: Any) -> None:
        """A page that must do without the database knows the words of the form that was sent."""
        super().__init__(*args, **fields)
        g.setdefault("forms", []).append(self)

    @property
    def once_key(self) -> str:
        """The one-time key that came back, cut to what a key may be."""
        return str(self.once.data or new_key())[:64]

    @property
    def version_number(self) -> int | None:
        """The version that the form was opened on; None where there was none."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def is_sent(self) -> bool:
        """Sent, and every field is right."""
        return bool(request.method == "POST" and self.validate())
