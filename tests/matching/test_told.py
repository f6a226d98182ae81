"""Reasons name only the fields that they are made of, and no field that the reader may not open."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.foundation.i18n import force_locale
from marketplace.matching.presenters.details import AGAINST, FOR, Pair, detail
from marketplace.matching.presenters.pair import hundredths
from marketplace.matching.presenters.sentences import FOR_OFFERS, FOR_SEEKERS, TOPICS
from marketplace.matching.presenters.words import FIELDS as FIELD_WORDS
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.explanation import UNTOLD_TO_OFFERS, UNTOLD_TO_SEEKERS, Part, explain
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.signals import SIGNALS, Topic
from marketplace.matching.rules.told import FIELDS
from tests.factories.matching import FIELDS as DRAWN
from tests.factories.matching import MONTH, seats

IDENTITY = {"key", "organisation", "profile", "mandate"}
OWN = sorted({field.name for field in fields(Seat)} - IDENTITY)
POOL = [Seat(key=f"pool{number}", organisation=f"pool{number}", profile=f"pool{number}") for number in range(2)]


def values(seeker: Seat, offer: Seat, others: list[Seat]) -> dict[str, float]:
    """The value of every signal of one pair, in a book of everybody."""
    corpus = corpus_of([*others, *POOL], [*others, *POOL])
    pairs = Pairs(side_of([seeker], corpus), side_of([offer], corpus), MONTH)
    return {signal.code: float(signal.value(pairs)[0, 0]) for signal in SIGNALS}


def test_seats_that_are_drawn_differ_in_every_field() -> None:
    assert sorted(DRAWN) == OWN


@pytest.mark.parametrize("changed", OWN)
@settings(max_examples=8)
@given(seats("one"), seats("two"), st.data(), st.lists(seats("pool"), max_size=3), st.booleans())
def test_a_topic_is_made_of_its_fields_alone(
    changed: str, seeker: Seat, offer: Seat, data: st.DataObject, pool: list[Seat], moves_seeker: bool
) -> None:
    moved, kept = (seeker, offer) if moves_seeker else (offer, seeker)
    told: dict[str, Any] = {changed: data.draw(DRAWN[changed].filter(lambda told: told != getattr(moved, changed)))}
    other = replace(moved, **told)
    everybody = [moved, kept, other, *pool]
    before, after = (
        values(one, kept, everybody) if moves_seeker else values(kept, one, everybody) for one in (moved, other)
    )
    for signal in SIGNALS:
        if changed not in FIELDS[signal.topic][0 if moves_seeker else 1]:
            np.testing.assert_equal(after[signal.code], before[signal.code], f"{signal.code} reads {changed}")


@settings(max_examples=60)
@given(seats("one"), seats("two"), seats("other"), st.booleans(), st.data())
def test_the_values_behind_a_sentence_come_from_its_fields_alone(
    seeker: Seat, offer: Seat, other: Seat, reads_as_seeker: bool, data: st.DataObject
) -> None:
    topic = data.draw(st.sampled_from(sorted({*FOR, *AGAINST})))
    speaks_for, moves_seeker = data.draw(st.booleans()), data.draw(st.booleans())
    named = FIELDS[topic][0 if moves_seeker else 1]
    changed = data.draw(st.sampled_from(sorted(set(OWN) - set(named))))
    new: dict[str, Any] = {changed: getattr(other, changed)}
    pair = (replace(seeker, **new), offer) if moves_seeker else (seeker, replace(offer, **new))
    text = detail(topic, Pair(seeker, offer, reads_as_seeker), speaks_for=speaks_for)
    assert detail(topic, Pair(*pair, reads_as_seeker), speaks_for=speaks_for) == text


def test_every_topic_has_fields_a_name_and_sentences_for_whom_it_is_told() -> None:
    assert set(FIELDS) == set(TOPICS) == set(Topic)
    own = {Topic.TAUGHT}
    assert set(Topic) - UNTOLD_TO_SEEKERS - own <= set(FOR_SEEKERS)
    assert set(Topic) - UNTOLD_TO_OFFERS - own <= set(FOR_OFFERS)
    assert {name for made in FIELDS.values() for side in made for name in side} <= set(FIELD_WORDS)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_is_there_in_both_languages(app: Flask, language: str) -> None:
    told = [text for table in (FOR_SEEKERS, FOR_OFFERS) for pair in table.values() for text in pair]
    with app.test_request_context(), force_locale(language):
        written = [str(text) for text in [*told, *TOPICS.values(), *FIELD_WORDS.values()]]
    assert all(written)
    foreign = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
    if language == "en":
        assert not [text for text in written if foreign.search(text)]
    else:
        assert [text for text in written if foreign.search(text)] == written


ADDITIONS = st.floats(-3, 3).map(lambda value: round(value, 6))


@given(st.lists(ADDITIONS, min_size=1, max_size=40))
def test_what_is_shown_of_the_parts_sums_to_what_is_shown_of_the_score(adds: list[float]) -> None:
    shown = hundredths(adds)
    assert sum(shown) == round(sum(adds) * 100) or abs(sum(shown) - sum(adds) * 100) <= 0.5 + 1e-6
    assert all(abs(cents - add * 100) <= 1 + 1e-6 for cents, add in zip(shown, adds, strict=True))


@given(st.lists(st.tuples(st.sampled_from(sorted(Topic)), ADDITIONS), max_size=20), st.booleans())
def test_two_reasons_are_told_wherever_two_are_known(rows: list[tuple[Topic, float]], reader_is_seeker: bool) -> None:
    parts = [Part(f"demo{number}", topic, 1.0, add) for number, (topic, add) in enumerate(rows)]
    told = explain(parts, (), reader_is_seeker=reader_is_seeker)
    sums: dict[Topic, float] = {}
    for part in parts:
        sums[part.topic] = sums.get(part.topic, 0) + part.adds
    untold = UNTOLD_TO_SEEKERS if reader_is_seeker else UNTOLD_TO_OFFERS
    known = {topic for topic, add in sums.items() if add and topic not in untold}
    reasons = [*told.reasons_for, *told.reasons_against]
    assert len(reasons) >= min(2, len(known))
    assert len(told.reasons_for) <= 3
    assert len(told.reasons_against) <= 2
    assert {reason.topic for reason in reasons} <= known
    assert all(reason.adds > 0 for reason in told.reasons_for)
    assert all(reason.adds < 0 for reason in told.reasons_against)
