"""What answers teach: the reader's own list alone, little at a time, and exactly told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.foundation.actor import Actor, acting_as
from marketplace.matching import services
from marketplace.matching.presenters.cards import sentence
from marketplace.matching.queries.matches import (
    Own,
    Question,
    View,
    best,
    companies_for,
    explained,
    investors_for,
    listing,
    view_of,
)
from marketplace.matching.rules.answers import Answer
from marketplace.matching.rules.book import Book
from marketplace.matching.rules.explanation import by_topic
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.signals import Topic
from marketplace.matching.rules.taught import CODES, MOST, MOST_OF_FIELD, taught
from marketplace.organisations.models import Organisation
from tests.factories.matching import a_book, a_seat, seats
from tests.factories.profiles import a_published_enterprise, a_published_investor

FITS = View(Question.FITS_MANDATE, Role.INVEST, True, None, None)
ANSWERS = st.dictionaries(st.sampled_from([f"party{number}" for number in range(6)]), st.sampled_from(Answer))


def lessons(*wanted: Seat, answer: Answer = Answer.YES) -> dict[str, Answer]:
    return {seat.organisation: answer for seat in wanted}


def a_mixed_book() -> tuple[Book, list[Seat]]:
    """Offers in health and in energy that differ in nothing else."""
    offers = [
        a_seat(
            sectors=("health",) if number % 2 else ("energy",),
            country="VN",
            stages=("seed",),
        )
        for number in range(12)
    ]
    return a_book([], offers), offers


def adds_of(book: Book, said: dict[str, Answer]) -> dict[str, float]:
    found = taught(book.offers, ["enterprise"] * len(book.offer_seats), said)
    total = np.zeros(len(book.offer_seats)) if found is None else found.sum(0)
    return {seat.organisation: float(add) for seat, add in zip(book.offer_seats, total, strict=True)}


def test_a_wish_lifts_those_alike_and_a_postponement_lowers_them_a_little() -> None:
    book, offers = a_mixed_book()
    plus, minus = adds_of(book, lessons(offers[1])), adds_of(book, lessons(offers[1], answer=Answer.LATER))
    like, unlike = offers[7].organisation, offers[0].organisation
    assert plus[like] > 0 > plus[unlike]
    assert minus[like] < 0 < minus[unlike]
    assert abs(minus[like]) < plus[like]


def test_more_answers_teach_more_and_none_teach_nothing() -> None:
    book, offers = a_mixed_book()
    one, three = adds_of(book, lessons(offers[1])), adds_of(book, lessons(offers[1], offers[3], offers[5]))
    assert 0 < one[offers[7].organisation] < three[offers[7].organisation]
    kinds = ["enterprise"] * len(offers)
    assert taught(book.offers, kinds, {}) is None
    assert taught(book.offers, kinds, {"somebody else": Answer.MUST}) is None


def test_never_teaches_nothing() -> None:
    book, offers = a_mixed_book()
    assert set(adds_of(book, lessons(offers[1], answer=Answer.NO)).values()) == {0.0}


def test_a_party_with_several_seats_teaches_as_much_as_one_with_one() -> None:
    book, offers = a_mixed_book()
    twice = replace(offers[1], key="again", mandate="again")
    with_two = a_book([], [*offers, twice])
    alone, doubled = adds_of(book, lessons(offers[1])), adds_of(with_two, lessons(offers[1]))
    assert doubled[offers[7].organisation] == pytest.approx(alone[offers[7].organisation], abs=0.05)


@settings(max_examples=80)
@given(st.lists(seats("offer"), max_size=8, unique_by=lambda seat: seat.key), ANSWERS, st.data())
def test_it_is_bounded_and_its_parts_sum_to_what_moves_the_order(
    offers: list[Seat], said: dict[str, Answer], data: st.DataObject
) -> None:
    book, reader = a_book([], offers), a_seat(technologies=("ai",))
    kinds = [data.draw(st.sampled_from(["enterprise", "partner"])) for _ in offers]
    found = taught(book.offers, kinds, said)
    if found is None:
        return
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= MOST_OF_FIELD + 1e-6
    assert np.abs(found.sum(0)).max() <= MOST + 1e-6
    places = list(range(len(offers)))
    with_answers, without = (explained(reader, book, places, FITS, own) for own in (Own(taught=found), Own()))
    for match, plain in zip(with_answers, without, strict=True):
        told = {part.code: part.adds for part in match.parts if part.code in CODES}
        assert match.log_odds - plain.log_odds == pytest.approx(sum(told.values()), abs=1e-5)
        assert match.log_odds == pytest.approx(match.intercept + sum(part.adds for part in match.parts))


def test_it_brings_back_nobody_whom_a_criterion_keeps_apart() -> None:
    hated = a_seat(sectors=("health",))
    book = a_book([], [hated, a_seat(sectors=("energy",))])
    reader = a_seat(excluded_sectors=("health",))
    own = Own(taught=taught(book.offers, ["enterprise"] * 2, lessons(hated, answer=Answer.MUST)))
    assert [book.offer_seats[place].organisation for place in best(reader, book, FITS, frozenset(), own)] != [
        hated.organisation
    ]
    assert len(best(reader, book, FITS, frozenset(), own)) == 1


def four_enterprises() -> list[tuple[Organisation, Actor]]:
    """Two in finance, two in health."""
    sectors = (("finance",), ("health",))
    return [a_published_enterprise(f"Demo {number}", sectors=sectors[number % 2]) for number in range(4)]


def say(actor: Actor, about: str, answer: str) -> None:
    with acting_as(actor):
        services.set_preference(actor, about, answer)


def seen(actor: Actor) -> list[tuple[object, ...]]:
    found = listing(actor, view_of(actor, None), "")
    return [(match.organisation_id, match.score, match.parts, match.explanation) for match in found.page.items]


@pytest.mark.usefixtures("database")
def test_an_answer_moves_the_own_list_and_nobody_elses() -> None:
    founders = [
        a_published_enterprise(f"Demo {number}", sectors=(("finance", "health")[number % 2],)) for number in range(4)
    ]
    _, partner = a_published_investor(sectors=())
    _, rival = a_published_investor("Demo Rival Fund", sectors=())
    everybody = [rival, *(founder for _, founder in founders)]
    before, theirs = seen(partner), [seen(actor) for actor in everybody]
    wanted = founders[1][0].id
    say(partner, wanted, "must")
    assert seen(partner) != before
    assert [seen(actor) for actor in everybody] == theirs
    liked = {match.organisation_id: match for match in companies_for(partner).items}
    reasons = {reason.topic: reason.adds for reason in by_topic(liked[founders[3][0].id].parts)}
    assert reasons[Topic.TAUGHT] > 0
    assert liked[wanted].said is not None
    say(partner, wanted, "open")
    assert seen(partner) == before


@pytest.mark.usefixtures("database")
def test_only_never_leaves_the_other_sides_list_too() -> None:
    enterprise, founder = a_published_enterprise()
    investor, partner = a_published_investor()
    for answer, is_there in (("must", True), ("yes", True), ("later", True), ("no", False)):
        say(partner, enterprise.id, answer)
        assert ([match.organisation_id for match in investors_for(founder).items] == [investor.id]) is is_there


@pytest.mark.usefixtures("database")
def test_the_sentence_names_the_fields_that_taught() -> None:
    founders = [
        a_published_enterprise(f"Demo {number}", sectors=(("finance", "health")[number % 2],)) for number in range(4)
    ]
    _, partner = a_published_investor(sectors=())
    say(partner, founders[1][0].id, "must")
    view = view_of(partner, None)
    liked = next(match for match in companies_for(partner).items if match.organisation_id == founders[3][0].id)
    reason = next(reason for reason in by_topic(liked.parts) if reason.topic is Topic.TAUGHT)
    assert sentence(reason, liked, view) == "Giống những bên bạn đã muốn gặp: lĩnh vực và công nghệ"
