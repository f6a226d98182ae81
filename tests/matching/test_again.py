"""Any score that was shown can be made again from what was kept of it, by the version of the weights in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from flask_sqlalchemy import SQLAlchemy
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.foundation.actor import acting_as
from marketplace.foundation.database import db
from marketplace.foundation.journal import Fact
from marketplace.matching import services
from marketplace.matching.queries.matches import Own, Question, View, explained, matches, views_of
from marketplace.matching.queries.weights import numbered
from marketplace.matching.rules.again import UNIT, kept, log_odds_again
from marketplace.matching.rules.answers import Answer
from marketplace.matching.rules.asked import CODE as ASKED
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.taught import CODES as TAUGHT
from marketplace.matching.rules.taught import taught
from marketplace.matching.rules.weights import Interaction, RoleWeights, Steps, Table
from tests.clients import PageClient
from tests.factories.matching import a_book, seats
from tests.factories.profiles import a_published_enterprise, a_published_investor
from tests.matching.test_pages import LIST, visiting

FITS = View(Question.FITS_MANDATE, Role.INVEST, True, None, None)
EDGES = (0.1, 1 / 3, 0.75)
HEIGHTS = st.floats(-2, 2, width=32)


def _weights() -> st.SearchStrategy[RoleWeights]:
    """A table, steps and a grid of two signals, whatever they add."""
    rows = st.tuples(HEIGHTS, HEIGHTS, HEIGHTS, HEIGHTS)
    return st.builds(
        lambda start, line, steps, other, grid, words: RoleWeights(
            start,
            {"text_likeness": Table((0.0, 0.2, 1.0), line), ASKED: Table((0.0, 1.0), (0.0, words))},
            {"record_country": Steps(EDGES, steps), "record_subject": Steps(EDGES, other)},
            (Interaction("record_country", "record_subject", EDGES, EDGES, grid),),
        ),
        HEIGHTS,
        st.tuples(HEIGHTS, HEIGHTS, HEIGHTS),
        rows,
        rows,
        st.tuples(rows, rows, rows, rows),
        st.floats(0, 1, width=32),
    )


@settings(max_examples=80)
@given(
    seats("seeker"),
    st.lists(seats("offer"), min_size=1, max_size=5, unique_by=lambda seat: seat.key),
    _weights(),
    st.dictionaries(st.sampled_from([f"party{number}" for number in range(6)]), st.sampled_from(Answer)),
    st.none() | st.floats(0, 1, width=32),
)
def test_tables_steps_grids_answers_and_words_are_all_made_again(
    reader: Seat, offers: list[Seat], weights: RoleWeights, said: dict[str, Answer], relevance: float | None
) -> None:
    book = replace(a_book([], offers), weights=weights)
    found = {seat.profile: relevance for seat in offers}
    own = Own(found, taught(book.offers, ["enterprise"] * len(offers), said))
    for match in explained(reader, book, range(len(offers)), FITS, own):
        codes, values = [part.code for part in match.parts], [kept(part.value) for part in match.parts]
        assert log_odds_again(codes, values, weights) == pytest.approx(match.log_odds, abs=2e-4)


@given(st.sampled_from(EDGES))
def test_a_value_at_the_edge_of_a_step_stays_on_its_side(edge: float) -> None:
    weights = RoleWeights(0.0, {}, {"record_country": Steps(EDGES, (0.0, 1.0, 2.0, 3.0))})
    at_edge = float(np.float32(edge))
    again = log_odds_again(["record_country"], [kept(at_edge)], weights)
    assert again == 1 + EDGES.index(edge)


def _rows() -> Iterator[tuple[float, float]]:
    """The score that was shown and the one made again, for every kept row."""
    for shown in db.session.scalars(select(Fact.values).where(Fact.name == "matching.matches_shown")):
        weights = numbered(shown["weights"]).roles[Role(shown["role"])]
        for _profile, _mandate, score, values in shown["rows"]:
            yield score / 1e6, log_odds_again(shown["signals"], values, weights, shown["unit"])


def test_a_page_keeps_what_its_scores_are_made_of(client: PageClient) -> None:
    enterprise, founder = a_published_enterprise()
    investor, partner = a_published_investor()
    a_published_enterprise("Demo Second", sectors=("health",), technologies=("iot",))
    with acting_as(partner):
        services.set_preference(partner, enterprise.id, "must")
    for actor, other_id in ((founder, investor.id), (partner, enterprise.id)):
        with visiting(actor):
            assert client.get(LIST).status_code == client.get(LIST).status_code == 200
            assert client.get(f"{LIST}/{other_id}").status_code == 200
    db.session.commit()
    rows = list(_rows())
    assert len(rows) == 4, "a list of one and the page of that one are the same page"
    assert all(again == pytest.approx(shown, abs=2e-4) for shown, again in rows)
    shown = db.session.scalars(select(Fact.values).where(Fact.name == "matching.matches_shown")).all()
    assert {len(page["signals"]) for page in shown} == {len(CODES), len(CODES) + len(TAUGHT)}
    assert {page["unit"] for page in shown} == {UNIT}


def test_a_page_that_could_not_be_kept_is_kept_when_it_is_shown_again(
    database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_published_enterprise()
    _, partner = a_published_investor()
    view = views_of(partner)[0]
    found = matches(partner, view).items

    def away(_fact: object) -> None:
        raise ConnectionAbortedError

    with acting_as(partner):
        with monkeypatch.context() as broken, pytest.raises(ConnectionAbortedError):
            broken.setattr("marketplace.matching.services.shown.record", away)
            services.note_shown(partner, view, found)
        for _time in range(2):
            services.note_shown(partner, view, found)
    db.session.commit()
    assert len(list(_rows())) == 1
