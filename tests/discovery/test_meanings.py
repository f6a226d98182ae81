"""Searches find what means the same in other words: only what is public, never slower or poorer for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.discovery import services
from marketplace.discovery.models import DocumentMeaning
from marketplace.discovery.queries import meanings
from marketplace.discovery.queries.everything import everything
from marketplace.discovery.queries.outcomes import outcome
from marketplace.discovery.queries.search import answer, count
from marketplace.discovery.rules import Asked, Kind
from marketplace.foundation import jobs
from marketplace.foundation.database import db
from marketplace.foundation.search import engine
from marketplace.foundation.text import Localised
from marketplace.profiles import services as profiles
from search_index.engine import SearchUnavailable
from tests.factories.profiles import a_profile, a_published_enterprise
from tests.meanings import Subjects

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from search_index.engine import SearchEngine
    from search_index.query import SearchQuery
    from search_index.results import SearchResults

Settle = Callable[[], None]
OTHER_WORDS = "bookkeeping programme"
SOLAR = Localised(vi="Tấm pin mặt trời cho mái nhà và nhà xưởng", en="Solar panels for roofs of homes and workshops")


@pytest.fixture
def subjects(app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> Subjects:
    """The encoder of the tests in the application, which holds no vectors yet and looks for them when it is told."""
    made = Subjects()
    monkeypatch.setitem(app.extensions, "encoder", made)
    monkeypatch.setitem(app.extensions, "meanings", meanings.Shelf())
    monkeypatch.setattr(meanings.Shelf, "look_again", lambda *_: None)
    every, _ = jobs.PERIODIC["discovery.read_meanings"]
    monkeypatch.setitem(jobs.PERIODIC, "discovery.read_meanings", (every, lambda: None))
    return made


def read(subjects: Subjects) -> int:
    """What the relay and then the thread beside a search do."""
    done = services.read_meanings()
    meanings.shelf().refresh(subjects)
    return done


def found(text: str, *chosen: tuple[str, tuple[str, ...]]) -> list[str]:
    ids = [each.row.id for each in answer(Asked(Kind.COMPANY, text=text, chosen=chosen)).found]
    db.session.rollback()
    return ids


def kept() -> int:
    held = db.session.scalar(select(func.count()).select_from(DocumentMeaning)) or 0
    db.session.rollback()
    return held


def test_what_means_the_same_is_found_in_either_language(subjects: Subjects, settle: Settle) -> None:
    company, _ = a_published_enterprise()
    a_published_enterprise("Demo Nắng", summary=SOLAR)
    settle()
    assert found(OTHER_WORDS) == []
    assert read(subjects) == 2
    assert found(OTHER_WORDS) == [company.id]
    assert found("phần mềm sổ sách")[0] == company.id
    assert count(Asked(Kind.COMPANY, text=OTHER_WORDS)) == 1


def test_filters_hold_for_it(subjects: Subjects, settle: Settle) -> None:
    company, _ = a_published_enterprise()
    settle()
    read(subjects)
    assert found(OTHER_WORDS, ("province", ("01",))) == [company.id]
    assert found(OTHER_WORDS, ("province", ("79",))) == []


def test_what_was_withdrawn_is_forgotten_and_never_offered(subjects: Subjects, settle: Settle) -> None:
    company, actor = a_published_enterprise()
    settle()
    read(subjects)
    assert kept() == 2
    profiles.withdraw_profile(actor, company.id)
    settle()
    assert kept() == 0
    near = meanings.nearby(OTHER_WORDS, ("company",))
    assert [id_ for id_, _ in near] == [company.id], "this process has not heard of it yet"
    assert found(OTHER_WORDS) == []
    read(subjects)
    assert meanings.nearby(OTHER_WORDS, ("company",)) == ()


def test_what_went_away_while_it_was_read_is_not_kept(subjects: Subjects, settle: Settle) -> None:
    company, actor = a_published_enterprise()
    settle()
    passage = subjects.passage

    def withdrawn_meanwhile(text: str) -> object:
        if not subjects.passages:
            profiles.withdraw_profile(actor, company.id)
            settle()
        return passage(text)

    subjects.passage = withdrawn_meanwhile  # type: ignore[method-assign, assignment]
    services.read_meanings()
    assert subjects.passages
    assert kept() == 0


def test_only_words_that_changed_are_read_again(subjects: Subjects, settle: Settle) -> None:
    company, actor = a_published_enterprise()
    settle()
    read(subjects)
    assert read(subjects) == 0
    subjects.passages.clear()
    profiles.publish_profile(actor, company.id, a_profile(founded_year=1999))
    settle()
    assert read(subjects) == 1
    assert subjects.passages == []
    profiles.publish_profile(actor, company.id, a_profile(summary=SOLAR))
    settle()
    assert read(subjects) == 1
    assert len(subjects.passages) == 2
    assert found(OTHER_WORDS) == []
    assert found("photovoltaic systems") == [company.id]


def test_another_model_reads_everything_again(subjects: Subjects, settle: Settle) -> None:
    a_published_enterprise()
    settle()
    read(subjects)
    subjects.model = "subjects-2"
    assert services.reading() == services.Reading("subjects-2", 1, 0)
    assert read(subjects) == 1
    assert services.reading() == services.Reading("subjects-2", 1, 1)
    assert kept() == 2


def test_an_encoder_that_fails_leaves_the_search_by_words(subjects: Subjects, settle: Settle) -> None:
    company, _ = a_published_enterprise()
    settle()
    read(subjects)
    subjects.broken = True
    assert found("accounting software") == [company.id]
    assert meanings.shelf().failures == 1
    subjects.broken = False
    assert found(OTHER_WORDS) == [], "it rests for a while"


def test_vietnamese_without_marks_is_left_to_the_words(subjects: Subjects, settle: Settle) -> None:
    company, _ = a_published_enterprise()
    settle()
    read(subjects)
    subjects.queries.clear()
    assert found("phan mem ke toan") == [company.id]
    assert found("so sach") == []
    assert subjects.queries == []


def test_a_text_asked_again_is_not_read_again(subjects: Subjects, settle: Settle) -> None:
    a_published_enterprise()
    settle()
    read(subjects)
    found(OTHER_WORDS)
    found(OTHER_WORDS)
    assert subjects.queries == [OTHER_WORDS]


def test_without_an_index_the_database_answers_by_words(
    subjects: Subjects, settle: Settle, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, _ = a_published_enterprise()
    settle()
    read(subjects)

    class Away:
        def __getattr__(self, name: str) -> object:
            raise SearchUnavailable(name)

    monkeypatch.setitem(app.extensions, "search_engine", Away())
    assert found(OTHER_WORDS) == []
    assert found("accounting") == [company.id]


def test_without_an_encoder_nothing_is_read(app: Flask, database: SQLAlchemy, settle: Settle) -> None:
    a_published_enterprise()
    settle()
    assert services.read_meanings() == 0
    assert services.reading() == services.Reading(None, 1, 0)
    assert meanings.nearby(OTHER_WORDS, ("company",)) == ()


def test_a_thread_beside_the_search_brings_what_is_new(
    subjects: Subjects, settle: Settle, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_published_enterprise()
    settle()
    services.read_meanings()
    monkeypatch.undo()
    held = meanings.Shelf()
    held._look(app, subjects)
    assert held.nearby(subjects, OTHER_WORDS, ("company",))


def test_what_is_near_in_meaning_does_not_hide_that_a_text_may_be_mistyped(
    subjects: Subjects, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        a_published_enterprise(f"Demo Bookkeeper {number}")
    settle()
    read(subjects)
    asked = Asked(Kind.COMPANY, text="bookkeeping programme")
    told: list[int] = []
    monkeypatch.setattr(type(engine()), "correct", lambda _self, _text, _kinds, found=0: told.append(found))
    assert outcome(asked).answer.total == everything(asked.text).total == 4
    assert told == [0, 0], "nothing holds these words"
    outcome(asked.with_text("kế toán"))
    assert told[2:] == [4], "all of them hold these"


def test_the_index_is_asked_again_only_where_the_spelling_is_looked_at(
    subjects: Subjects, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_published_enterprise()
    settle()
    read(subjects)
    asked: list[SearchQuery] = []
    real = type(engine()).search

    def counted(self: SearchEngine, query: SearchQuery) -> SearchResults:
        asked.append(query)
        return real(self, query)

    monkeypatch.setattr(type(engine()), "search", counted)
    answer(Asked(Kind.COMPANY, text=OTHER_WORDS))
    assert [bool(query.nearby) for query in asked] == [True, False]
    answer(Asked(Kind.COMPANY, text=OTHER_WORDS, page=2))
    assert [bool(query.nearby) for query in asked[2:]] == [True]
