"""What public texts mean, in the books: only what is public, only of the model in force, party by party."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from marketplace.discovery import services as discovery
from marketplace.foundation import jobs, meanings, relay
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.i18n import force_locale
from marketplace.foundation.text import Localised
from marketplace.mandates.content import Privacy
from marketplace.matching.presenters.cards import sentence
from marketplace.matching.queries import books
from marketplace.matching.queries.board import is_stale
from marketplace.matching.queries.lists import view_of
from marketplace.matching.queries.matches import listing
from marketplace.matching.rules.book import odds_of
from marketplace.matching.rules.explanation import Reason
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.signals import Topic
from marketplace.matching.rules.weights import shipped
from marketplace.products import services as products
from marketplace.products.services.publishing import NewProduct
from marketplace.profiles import services as profiles
from marketplace.publishing.queries import contents_by_revision
from tests.factories.mandates import a_published_mandate, an_investment
from tests.factories.products import a_product, a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor
from tests.matching.boards import assert_settled_like_scratch, settle, small  # noqa: F401 - a fixture
from tests.meanings import SIZE, Subjects

CODE = "meaning_likeness"
MODEL = shipped(2).model
SOLAR = Localised(vi="Tấm pin mặt trời cho mái nhà và nhà xưởng", en="Solar panels for roofs of homes and workshops")
BOOKS = Localised(en="Money for those who sell bookkeeping to many small shops")
Read = Callable[[], int]


@pytest.fixture
def subjects(app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> Subjects:
    """The encoder of the tests under the name of the model in force, with no more in common between its texts."""
    made = Subjects()
    made.model = MODEL
    centres = {language: np.zeros(SIZE, np.float32) for language in ("en", "vi")}
    monkeypatch.setattr("marketplace.matching.queries.meanings.centres_of", lambda model: centres if model else {})
    monkeypatch.setitem(app.extensions, "encoder", made)
    every, _ = jobs.PERIODIC["discovery.read_meanings"]
    monkeypatch.setitem(jobs.PERIODIC, "discovery.read_meanings", (every, lambda: None))
    return made


@pytest.fixture
def read(app: Flask, subjects: Subjects) -> Read:
    """What the relay does: the index is told, then the encoder reads."""

    def done() -> int:
        db.session.commit()
        relay.drain(app)
        return discovery.read_meanings()

    return done


@pytest.fixture
def as_system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def _seats(held: books.Books, party: str, role: Role = Role.INVEST) -> list[Seat]:
    book = held.by_role[role]
    return [seat for seat in (*book.seeker_seats, *book.offer_seats) if seat.organisation == party]


def _meant(held: books.Books, party: str) -> set[tuple[str, ...]]:
    """In which languages the seats of a party carry a vector."""
    return {tuple(code for code, _ in seat.meanings) for role in Role for seat in _seats(held, party, role)}


def _vectors(party: str) -> set[object]:
    """What the offers of a party mean now."""
    return {seat.meanings for seat in _seats(books.renewed(), party, Role.ACQUIRE)}


def _odds(held: books.Books) -> dict[tuple[Role, str, str], float]:
    found = {}
    for role, book in held.by_role.items():
        odds = odds_of(book.seekers, book.offers, book)
        for row, seeker in enumerate(book.seeker_seats):
            for column, offer in enumerate(book.offer_seats):
                found[role, seeker.organisation, offer.organisation] = float(odds[row, column])
    return found


def _fresh() -> books.Books:
    books._held.clear()
    return books.renewed()


def test_books_with_a_vector_that_came_between_are_the_books_made_anew(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    fund, _ = a_published_investor(summary=BOOKS)
    near, _ = a_published_enterprise("Demo Một")
    read()
    far, _ = a_published_enterprise("Demo Hai", summary=SOLAR)
    before = books.renewed()
    assert _meant(before, far.id) == {()}
    reads: list[str] = []

    def noting(revision_ids: Sequence[str]) -> Any:
        reads.extend(revision_ids)
        return contents_by_revision(revision_ids)

    monkeypatch.setattr("marketplace.matching.queries.library.contents_by_revision", noting)
    assert read() == 1
    after = books.renewed()
    assert len(reads) == 1, "only the party that a vector was read of"
    assert _meant(after, far.id) == {("en", "vi")}
    assert after.basis == before.basis
    exposures = [book.seekers.exposure for held in (before, after) for book in held.by_role.values()]
    for earlier_one, later in zip(exposures[: len(Role)], exposures[len(Role) :], strict=True):
        np.testing.assert_array_equal(earlier_one, later)
    odds, earlier = _odds(after), _odds(before)
    assert odds == pytest.approx(_odds(_fresh()), abs=2e-5)
    moved = {pair for pair in odds if odds[pair] != pytest.approx(earlier[pair], abs=1e-5)}
    assert moved
    assert all(far.id in pair for pair in moved), "no score between two others"
    assert odds[Role.INVEST, fund.id, near.id] > odds[Role.INVEST, fund.id, far.id]


def test_what_is_not_public_has_no_meaning(read: Read, subjects: Subjects) -> None:
    place, actor = a_published_enterprise()
    fund, partner = a_published_investor(summary=Localised(en="A fund for South-East Asia that is early"))
    read()
    seats = [_seats(books.renewed(), party) for party in (place.id, fund.id)]
    subjects.passages.clear()
    profiles.save_draft(actor, place.id, a_profile(summary=SOLAR))
    products.save_draft(actor, NewProduct(place.id), a_product(summary=SOLAR))
    private = (("thesis", Privacy.PRIVATE),)
    thesis = an_investment(thesis=Localised(en="Demo thesis about hospitals"), privacy=private)
    mandate = a_published_mandate(fund, partner, thesis)
    read()
    held = books.renewed()
    assert not [text for text in subjects.passages if "hospital" in text or "Solar" in text]
    assert {seat.meanings for seat in _seats(held, place.id)} == {seat.meanings for seat in seats[0]}
    assert {seat.meanings for seat in _seats(held, fund.id)} == {seat.meanings for seat in seats[1]}
    assert mandate in {seat.mandate for seat in _seats(held, fund.id)}


def test_what_is_withdrawn_has_no_meaning_at_once(read: Read) -> None:
    place, actor = a_published_enterprise()
    read()
    page = _vectors(place.id)
    product = a_published_product(place, actor, summary=SOLAR)
    read()
    assert _vectors(place.id) != page
    products.withdraw_product(actor, product)
    assert _vectors(place.id) == page, "though nobody has forgotten the vector of the product yet"
    profiles.withdraw_profile(actor, place.id)
    assert _vectors(place.id) == set()


def test_products_speak_for_an_offer_and_not_for_who_seeks(read: Read) -> None:
    place, actor = a_published_enterprise(stock_symbol="DEM")
    read()
    before = books.renewed().by_role[Role.ACQUIRE]
    a_published_product(place, actor, summary=SOLAR)
    read()
    after = books.renewed().by_role[Role.ACQUIRE]
    assert after.seeker_seats[0].meanings == before.seeker_seats[0].meanings == before.offer_seats[0].meanings
    assert after.offer_seats[0].meanings != before.offer_seats[0].meanings


def test_a_page_of_names_alone_means_nothing(read: Read) -> None:
    place, _ = a_published_enterprise("Demo Không Lời", summary=Localised(), legal_name="Công ty Demo Không Lời")
    assert read() == 1
    assert _meant(books.renewed(), place.id) == {()}


def test_vectors_of_another_model_are_unknown(read: Read, subjects: Subjects) -> None:
    place, _ = a_published_enterprise()
    subjects.model = "demo model"
    assert read() == 1
    assert _meant(books.renewed(), place.id) == {()}
    subjects.model = MODEL
    read()
    assert _meant(books.renewed(), place.id) == {("en", "vi")}


def test_without_a_reader_every_score_is_as_without_vectors(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    place, _ = a_published_enterprise()
    a_published_investor(summary=BOOKS)
    without = _odds(books.renewed())
    read()
    assert _odds(books.renewed()) != without
    monkeypatch.setattr(meanings, "_reader", [])
    held = books.renewed()
    assert _meant(held, place.id) == {()}
    assert _odds(held) == pytest.approx(without, abs=2e-5)


@pytest.mark.usefixtures("small", "as_system")
def test_the_board_follows_a_vector_by_merging(read: Read) -> None:
    for number in range(6):
        a_published_enterprise(f"Demo Firm {number}", technologies=("ai", "cloud", "iot")[: number % 4])
    a_published_investor(summary=BOOKS)
    settle()
    assert not is_stale()
    read()
    assert is_stale()
    settle()
    assert_settled_like_scratch()


def test_the_readers_page_tells_it_and_its_parts_still_sum(read: Read, app: Flask) -> None:
    place, _ = a_published_enterprise()
    _, partner = a_published_investor(summary=BOOKS)
    read()
    found = listing(partner, view_of(partner, None), "").page.items[0]
    part = next(part for part in found.parts if part.code == CODE)
    assert found.organisation_id == place.id
    assert part.value is not None
    assert part.adds > 0
    assert found.log_odds == pytest.approx(found.intercept + sum(part.adds for part in found.parts))
    reason = Reason(Topic.MEANING, part.adds, CODE, part.value)
    told = {}
    for language in ("vi", "en"):
        with app.test_request_context(), force_locale(language):
            told[language] = sentence(reason, found, view_of(partner, None))
    assert told == {
        "en": "Its public texts speak of much the same as yours: compared in English",
        "vi": "Nội dung công khai của bên này nói về những điều gần với nội dung của bạn: so sánh bằng Tiếng Anh",
    }
