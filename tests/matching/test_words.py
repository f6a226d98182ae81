"""Words narrow a list: the index answers for what everybody may see, the masks decide, and nobody is brought back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.foundation import relay
from marketplace.foundation.actor import NotFound
from marketplace.foundation.search import engine
from marketplace.foundation.text import Localised
from marketplace.matching.queries.matches import Listing, listing, match, view_of
from marketplace.matching.queries.words import LONGEST, query_for, read_text
from marketplace.matching.rules import asked
from marketplace.matching.rules.corpus import corpus_of
from marketplace.matching.rules.criteria import CRITERIA, allowed
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.weights import shipped
from search_index.documents import Document
from search_index.engine import SearchEngine, SearchError
from tests.clients import PageClient
from tests.factories.mandates import a_published_mandate, an_investment
from tests.factories.matching import MONTH, seats
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise, a_published_investor
from tests.matching.test_pages import LIST, visiting
from tests.search_index.conftest import ENGINES, _nothing_stays_on_the_servers  # noqa: F401 - it cleans up

PUBLIC_ALONE = [criterion for criterion in CRITERIA if criterion.code in {"excluded_country", "direction"}]
OF_OFFERS = [criterion for criterion in CRITERIA if criterion.code == "excluded_subject"]
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=sorted(ENGINES))
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """Each engine that this run has servers for; the embedded one always."""
    yield (made := ENGINES[request.param](tmp_path))
    made.clear()


def numbered(others: list[Seat]) -> list[Seat]:
    return [replace(seat, key=f"p{n}/", organisation=f"p{n}", profile=f"p{n}") for n, seat in enumerate(others)]


def a_public_document(seat: Seat) -> Document:
    said = {"sector": seat.sectors, "technology": seat.technologies, "segment": seat.segments}
    country = () if seat.country is None else (seat.country,)
    return Document(seat.profile, "company", filters={**said, "country": country}, sort={"name": seat.profile})


def found_by_engine(
    index: SearchEngine, reader: Seat, others: list[Seat], told: list[Seat], is_seeker: bool
) -> set[str]:
    index.replace_all(a_public_document(seat) for seat in told)
    return set(index.search(query_for("", reader, others, reader_is_seeker=is_seeker)).ids)


def let_through(reader: Seat, others: list[Seat], is_seeker: bool) -> set[str]:
    left, right = ([reader], others) if is_seeker else (others, [reader])
    corpus = corpus_of(left, right)
    mask = allowed(Pairs(side_of(left, corpus), side_of(right, corpus), MONTH)).reshape(-1)
    return {seat.profile for seat, passed in zip(others, mask.tolist(), strict=True) if passed}


def without_private_words(seat: Seat) -> Seat:
    """What is left of a party that has published a profile and nothing else."""
    return Seat(
        seat.key,
        seat.organisation,
        seat.profile,
        country=seat.country,
        sectors=seat.sectors,
        technologies=seat.technologies,
        segments=seat.segments,
    )


@FEW
@given(st.lists(seats("o"), min_size=1, max_size=6), seats("r"), st.booleans())
def test_of_public_things_the_engine_leaves_exactly_those_that_the_criteria_leave(
    either: SearchEngine, others: list[Seat], reader: Seat, is_seeker: bool
) -> None:
    public = [without_private_words(seat) for seat in numbered(others)]
    reader = replace(reader, organisation="reader", profile="reader")
    compiled = PUBLIC_ALONE + (OF_OFFERS if is_seeker else [])

    def pair(seat: Seat) -> tuple[Seat, Seat]:
        return (reader, seat) if is_seeker else (seat, reader)

    expected = {seat.profile for seat in public if all(criterion.holds(*pair(seat)) for criterion in compiled)}
    assert found_by_engine(either, reader, public, public, is_seeker) == expected


@FEW
@given(st.lists(seats("o"), min_size=1, max_size=6), seats("r"), st.booleans(), st.data())
def test_engine_and_masks_together_leave_the_same_candidates_as_the_masks_alone(
    either: SearchEngine, others: list[Seat], reader: Seat, is_seeker: bool, data: st.DataObject
) -> None:
    others, reader = numbered(others), replace(reader, organisation="reader", profile="reader")
    # A seeker's mandate may say other subjects than its profile; an offer says more than its profile, never less.
    told = [
        replace(seat, sectors=data.draw(st.sampled_from([(), seat.sectors] if is_seeker else [(), ("health",)])))
        for seat in others
    ]
    candidates = let_through(reader, others, is_seeker)
    assert found_by_engine(either, reader, others, told, is_seeker) & candidates == candidates


@pytest.fixture
def indexed(app: Flask, database: SQLAlchemy) -> Flask:
    engine().clear()
    return app


def names(found: Listing) -> list[str]:
    return [match.theirs.name for match in found.page.items]


def test_words_narrow_the_list_and_add_one_bounded_part(indexed: Flask) -> None:
    enterprise, _ = a_published_enterprise("Demo Sao Mai")
    a_published_enterprise("Demo Khác", summary=Localised(vi="Cảm biến cho ao nuôi", en="Sensors for ponds"))
    _, partner = a_published_investor()
    relay.drain(indexed)
    view = view_of(partner, None)
    assert len(names(listing(partner, view, ""))) == 2
    found = listing(partner, view, "ke toan")
    assert names(found) == ["demo sao mai"]
    one = found.page.items[0]
    assert (one.parts[-1].code, one.parts[-1].value) == (asked.CODE, 1)
    assert one.log_odds == pytest.approx(one.intercept + sum(part.adds for part in one.parts))
    unasked = match(partner, view, enterprise.id)
    assert one.log_odds - unasked.log_odds == pytest.approx(max(shipped().roles[Role.INVEST].tables[asked.CODE].adds))
    assert match(partner, view, enterprise.id, "ke toan").log_odds == pytest.approx(one.log_odds)
    with pytest.raises(NotFound):
        match(partner, view, enterprise.id, "ao nuoi")


def test_a_company_is_found_by_what_it_offers(indexed: Flask) -> None:
    enterprise, founder = a_published_enterprise("Demo Sao Mai")
    a_published_product(enterprise, founder, summary=Localised(en="Weather station for ponds"))
    _, partner = a_published_investor()
    relay.drain(indexed)
    assert names(listing(partner, view_of(partner, None), "weather station")) == ["demo sao mai"]


def test_words_bring_back_nobody_whom_a_criterion_keeps_apart(indexed: Flask) -> None:
    a_published_enterprise("Demo Sao Mai", country="KP")
    investor, partner = a_published_investor()
    a_published_mandate(investor, partner, an_investment(sectors=(), technologies=(), directions=()))
    relay.drain(indexed)
    assert names(listing(partner, view_of(partner, None), "Demo Sao Mai")) == []


def test_the_other_sides_shared_words_are_not_searched(indexed: Flask) -> None:
    _, founder = a_published_enterprise()
    investor, partner = a_published_investor()
    a_published_mandate(investor, partner, an_investment(thesis=Localised(en="Demo zirconium thesis")))
    relay.drain(indexed)
    view = view_of(founder, "could_invest")
    assert names(listing(founder, view, "Lotus")) == ["demo lotus fund"]
    assert names(listing(founder, view, "zirconium")) == []


def test_while_the_index_cannot_answer_the_database_does_and_the_page_says_so(
    indexed: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_published_enterprise("Demo Sao Mai")
    a_published_enterprise("Demo Khác")
    _, partner = a_published_investor()
    relay.drain(indexed)

    def broken(*_: object) -> None:
        raise SearchError("gone")

    monkeypatch.setattr(type(engine()), "search", broken)
    with visiting(partner):
        page = client.get(f"{LIST}?q=sao mai").get_data(as_text=True)
    assert "Demo Sao Mai" in page
    assert "Demo Khác" not in page
    assert "Tìm kiếm nâng cao đang tạm ngừng" in page
    assert names(listing(partner, view_of(partner, None), "...")) == []


def test_a_search_without_an_answer_leads_on_and_keeps_the_words(indexed: Flask, client: PageClient) -> None:
    a_published_enterprise()
    _, partner = a_published_investor()
    relay.drain(indexed)
    with visiting(partner):
        page = client.get(f"{LIST}?q=zzzz").get_data(as_text=True)
        shown = client.get(f"{LIST}?q=ke+toan").get_data(as_text=True)
    assert 'value="zzzz"' in page
    assert "Không có bên nào" in page
    assert f'href="{LIST}?view=fits_mandate"' in page
    assert "q=ke+toan" in shown


def test_what_is_typed_is_read_as_one_short_line() -> None:
    assert read_text(None) == ""
    assert read_text("  phần\n mềm ") == "phần mềm"
    assert len(read_text("x" * 5000)) == LONGEST
