import re

import pytest

from scripts import messages
from tests.architecture.sources import TEMPLATES

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
COMPUTED = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
MARKUP = re.compile(r"<!--.*?-->|<[^>]*>|&\w+;", re.DOTALL)
READ_OUT = re.compile(r"\b(?:aria-label|placeholder|title|alt)=\"([^\"]*)\"")
WORD = re.compile(r"(?<![-\w])[^\W\d_]{2,}")
SAME_IN_EVERY_LANGUAGE = {"Vươn", "SHA"}


def test_every_text_has_its_vietnamese_words() -> None:
    lacking = [f"{text.fragment}.po: {identity!r} ({text.places[0]})" for identity, text in messages.missing().items()]
    assert lacking == []


def test_no_two_features_translate_one_text_differently() -> None:
    assert messages.contradictions() == []


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    assert messages.unused() == []


def test_translations_keep_their_placeholders() -> None:
    changed = []
    for feature, catalog in messages.fragments().items():
        for message in messages.messages(catalog):
            asked = set(PLACEHOLDER.findall(str(message.id)))
            given = set(PLACEHOLDER.findall(str(message.string)))
            if messages.is_translated(message) and asked != given:
                changed.append(f"{feature}.po: {message.id!r}")
    assert changed == []


@pytest.mark.parametrize("mark", ["%s", "%d", "{}"])
def test_texts_name_their_placeholders(mark: str) -> None:
    assert [identity for identity in messages.extracted() if mark in str(identity)] == []


def test_templates_say_nothing_outside_the_catalogue() -> None:
    said = {}
    for path in (path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"}):
        written = COMPUTED.sub(" ", path.read_text(encoding="utf-8"))
        texts = [MARKUP.sub(" ", written), *READ_OUT.findall(written)]
        words = {word for text in texts for word in WORD.findall(text)} - SAME_IN_EVERY_LANGUAGE
        if words:
            said[path.relative_to(TEMPLATES)] = words
    assert said == {}
