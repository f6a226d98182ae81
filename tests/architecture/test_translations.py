import re

import pytest

from scripts import messages

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


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
