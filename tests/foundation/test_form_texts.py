"""What fields say is ours, in both languages, and the library's placeholders survive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange

from marketplace.foundation.form_texts import WORDS
from marketplace.foundation.forms import Form, TextField
from marketplace.foundation.i18n import force_locale

if TYPE_CHECKING:
    from flask import Flask


class Sample(Form):
    """One field of each kind that has something to say."""

    name = TextField("Name", [InputRequired()])
    short = TextField("Short", [Length(max=3)])
    kind = SelectField("Kind", choices=lambda: [("a", "A")])
    day = DateField("Day")
    count = IntegerField("Count", [NumberRange(min=1, max=9)])


def remarks(app: Flask, language: str) -> list[str]:
    sent = MultiDict({"short": "too long", "kind": "z", "day": "31/02/2026", "count": "12"})
    with app.test_request_context(method="POST"), force_locale(language):
        form = Sample(sent, meta={"csrf": False})
        form.validate()
        return [
            str(remark) for field in (form.name, form.short, form.kind, form.day, form.count) for remark in field.errors
        ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Fill in this field", "Shorten this to at most 3 characters", "Choose one of the options"]),
        ("vi", ["Hãy điền mục này", "Hãy rút ngắn còn nhiều nhất 3 ký tự", "Hãy chọn một trong các lựa chọn"]),
    ],
)
def test_fields_speak_the_language_of_the_page(app: Flask, language: str, expected: list[str]) -> None:
    assert remarks(app, language)[:3] == expected


def test_no_remark_of_the_library_comes_through_in_vietnamese(app: Flask) -> None:
    theirs = set(WORDS)
    said = remarks(app, "vi")
    assert len(said) == 5
    assert not theirs & set(said)


@pytest.mark.parametrize(("theirs", "ours"), WORDS.items())
def test_our_words_use_only_placeholders_that_the_library_fills(app: Flask, theirs: str, ours: object) -> None:
    with app.test_request_context(), force_locale("vi"):
        assert set(re.findall(r"%\(\w+\)[sd]", str(ours))) <= set(re.findall(r"%\(\w+\)[sd]", theirs))
