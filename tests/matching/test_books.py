"""Books that are renewed by those who changed are the books made from everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.text import Localised
from marketplace.mandates import services as mandates
from marketplace.mandates.content import Privacy
from marketplace.matching.models import WeightsVersion
from marketplace.matching.queries import books, ledger
from marketplace.matching.queries.seats import month_of
from marketplace.matching.rules.book import Book, odds_of
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.joining import joined, taken
from marketplace.matching.rules.revising import VOCABULARIES, revised
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.sides import Side, side_of
from marketplace.matching.rules.weights import shipped_content
from marketplace.profiles import services as profiles
from marketplace.publishing.queries import contents_by_revision
from tests.factories.mandates import a_published_mandate, an_investment, with_privacy
from tests.factories.matching import a_book, a_seat, seats
from tests.factories.products import a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

pytestmark = pytest.mark.slow

SEATS = st.lists(seats("s"), max_size=4, unique_by=lambda seat: seat.key)
OFFERS = st.lists(seats("o"), max_size=4, unique_by=lambda seat: seat.key)


def _equal(first: Any, second: Any, path: str = "side") -> None:
    """The same arrays all the way down."""
    if isinstance(first, np.ndarray):
        np.testing.assert_array_equal(first, second, path)
    elif isinstance(first, int):
        assert first == second, path
    else:
        for part in fields(first):
            _equal(getattr(first, part.name), getattr(second, part.name), f"{path}.{part.name}")


@settings(max_examples=40)
@given(SEATS, OFFERS, st.data())
def test_sides_put_together_are_the_side_of_all_seats(
    first: list[Seat], second: list[Seat], data: st.DataObject
) -> None:
    corpus = corpus_of(first, second)
    both = joined(side_of(first, corpus), side_of(second, corpus))
    _equal(both, side_of([*first, *second], corpus))
    order = data.draw(st.permutations(range(len(first) + len(second))))
    chosen = order[: data.draw(st.integers(0, len(order)))]
    _equal(taken(both, np.array(chosen, np.intp)), side_of([[*first, *second][row] for row in chosen], corpus))


@settings(max_examples=40)
@given(SEATS, OFFERS, SEATS, OFFERS)
def test_a_revised_book_holds_todays_seats_as_if_all_were_encoded_anew(
    seekers: list[Seat], offers: list[Seat], seekers_now: list[Seat], offers_now: list[Seat]
) -> None:
    base = a_book(seekers, offers)
    now = revised(base, _half(seekers, seekers_now), _half(offers, offers_now))
    anew = replace(side_of(now.seeker_seats, now.corpus), exposure=now.seekers.exposure)
    _equal(now.seekers, anew)
    _equal(now.offers, side_of(now.offer_seats, now.corpus))
    for name in VOCABULARIES:
        known, longer = getattr(base.corpus, name), getattr(now.corpus, name)
        assert list(longer.values()) == list(range(len(longer)))
        assert {code: longer[code] for code in known} == dict(known)


def _half(before: Sequence[Seat], now: Sequence[Seat]) -> list[Seat]:
    """Some seats as they were, others as they are now, and new ones."""
    kept = {seat.key: seat for seat in before if seat.key[-1] in "012"}
    return sorted({**{seat.key: seat for seat in now}, **kept}.values(), key=lambda seat: seat.key)


def test_the_same_seats_give_the_same_book() -> None:
    seekers, offers = [a_seat(technologies=("ai",)), a_seat()], [a_seat(technologies=("ai",)), a_seat()]
    base = a_book(seekers, offers)
    now = revised(base, seekers, offers)
    assert now.corpus is base.corpus
    _equal(now.seekers, base.seekers)
    _equal(now.offers, base.offers)


def _odds(book: Book) -> dict[tuple[str, str], float]:
    odds = odds_of(book.seekers, book.offers, book)
    return {
        (seeker.key, offer.key): float(odds[row, column])
        for row, seeker in enumerate(book.seeker_seats)
        for column, offer in enumerate(book.offer_seats)
    }


@settings(max_examples=40)
@given(SEATS, OFFERS, seats("o"))
def test_one_partys_change_changes_no_score_between_two_others(
    seekers: list[Seat], offers: list[Seat], changed: Seat
) -> None:
    base = a_book(seekers, offers)
    others = [seat for seat in offers if seat.key != changed.key]
    before, after = _odds(base), _odds(revised(base, seekers, [*others, changed]))
    for pair, odds in after.items():
        if pair[1] != changed.key:
            assert odds == pytest.approx(before[pair], abs=2e-5)


def test_words_that_only_a_new_party_says_meet_another_new_party() -> None:
    base = a_book([a_seat(words=("so",))], [a_seat(words=("so",))])
    seeker, offer = a_seat(words=("quantum",)), a_seat(words=("quantum",))
    silent = a_seat(words=("orchard",))
    odds = _odds(revised(base, [*base.seeker_seats, seeker], [*base.offer_seats, offer, silent]))
    assert odds[seeker.key, offer.key] > odds[seeker.key, silent.key]


def test_statistics_follow_every_decision_at_first_and_then_one_or_two_in_a_hundred() -> None:
    assert [ledger.settled(count) for count in (0, 1, 2, 127)] == [0, 1, 2, 127]
    for count in range(128, 30_000, 7):
        assert count - ledger.settled(count) <= count / 64
        assert ledger.settled(ledger.settled(count)) == ledger.settled(count)


# --- on a database ------------------------------------------------------------------------------------------


@pytest.fixture
def reads(database: object, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The revisions that were read, one after the other."""
    found: list[str] = []

    def noting(revision_ids: Sequence[str]) -> Any:
        found.extend(revision_ids)
        return contents_by_revision(revision_ids)

    monkeypatch.setattr("marketplace.matching.queries.library.contents_by_revision", noting)
    return found


def _fresh() -> books.Books:
    """The books as a process makes them that was started just now."""
    books._held.clear()
    return books.renewed()


def _same_books(first: books.Books, second: books.Books) -> None:
    assert first.basis == second.basis
    for role in Role:
        assert _odds(first.by_role[role]) == pytest.approx(_odds(second.by_role[role]), abs=2e-5)


def test_only_who_changed_is_read_again(reads: list[str]) -> None:
    place, actor = a_published_enterprise("Demo Một")
    a_published_enterprise("Demo Hai")
    a_published_investor()
    books.renewed()
    reads.clear()
    profiles.publish_profile(actor, place.id, a_profile("Demo Một", technologies=("blockchain",)))
    held = books.renewed()
    assert len(reads) == 1
    assert held.parties[place.id].profile.technologies == ("blockchain",)


def test_a_draft_is_no_change(reads: list[str]) -> None:
    place, actor = a_published_enterprise()
    a_published_investor()
    before = books.renewed()
    reads.clear()
    profiles.save_draft(actor, place.id, a_profile("Demo Nháp"))
    after = books.renewed()
    assert reads == []
    assert after.basis == before.basis


@pytest.mark.usefixtures("database")
def test_what_was_live_after_the_last_decision_is_what_is_live() -> None:
    place, actor = a_published_enterprise("Demo Một")
    fund, partner = a_published_investor()
    a_published_product(place, actor)
    mandate_id = a_published_mandate(fund, partner)
    a_published_mandate(place, actor)
    mandates.withdraw_mandate(partner, mandate_id)
    profiles.publish_profile(actor, place.id, a_profile("Demo Một", technologies=("blockchain",)))
    assert ledger.live_after(ledger.decision(ledger.decisions())) == ledger.live_now()
    before = ledger.decisions()
    profiles.withdraw_profile(actor, place.id)
    assert place.id not in ledger.live_now()
    assert place.id in ledger.live_after(ledger.decision(before))


@pytest.mark.usefixtures("database")
def test_a_change_belongs_to_the_month_that_it_is_in_viet_nam() -> None:
    july = month_of(date(2026, 7, 1))
    with time_machine.travel(datetime(2026, 6, 30, 18, tzinfo=UTC)):
        place, _ = a_published_enterprise()
        assert ledger.live_now()[place.id].changed == july
        assert ledger.live_after(ledger.decision(ledger.decisions()))[place.id].changed == july
        party = books.own_party(place.id)
    assert party is not None
    assert party.changed == july


@pytest.mark.usefixtures("database")
def test_renewed_books_are_those_of_a_process_that_has_just_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "FINE", 2)
    places = [a_published_enterprise(f"Demo {word}") for word in ("Một", "Hai", "Ba")]
    fund, partner = a_published_investor()
    seen_bases = set()
    for number, (place, actor) in enumerate([*places, *places]):
        technologies = ("ai",) if number % 2 else ("blockchain", "cloud")
        words = Localised(en=f"Demo words {number} about invoices")
        profiles.publish_profile(actor, place.id, a_profile(f"Demo {number}", technologies=technologies, summary=words))
        if number == 3:
            a_published_mandate(fund, partner, with_privacy(an_investment(), Privacy.SHARED))
        held = books.renewed()
        _same_books(held, _fresh())
        seen_bases.add(held.basis)
    assert 1 < len(seen_bases) < 6


@pytest.mark.usefixtures("database")
def test_a_new_version_of_the_weights_counts_at_once() -> None:
    a_published_enterprise()
    a_published_investor()
    before = books.renewed()
    plain = shipped_content()
    for role in plain["roles"].values():
        role["intercept"] -= 1
    with transaction() as session:
        session.add(
            WeightsVersion(
                id=new_id(),
                version=1000,
                based_on=before.weights.version,
                shipped=before.weights.version,
                changes={},
                roles=plain["roles"],
                policies={},
                provenance={},
                reason="Demo",
            )
        )
    after = books.renewed()
    assert after.weights.version == 1000
    assert after.basis != before.basis
    for pair, odds in _odds(after.by_role[Role.INVEST]).items():
        assert odds == pytest.approx(_odds(before.by_role[Role.INVEST])[pair] - 1, abs=1e-4)


def test_every_part_of_a_side_is_an_array_or_has_rows() -> None:
    """Whatever is added to a side can be put together with the same of another side."""
    side = side_of([a_seat()], corpus_of([a_seat()], []))
    assert isinstance(side, Side)
    for part in fields(Side):
        assert len(taken(getattr(side, part.name), np.array([0, 0], np.intp))) == 2 if part.name != "deals" else True
