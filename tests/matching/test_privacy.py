"""What one party keeps private changes nothing that another party sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.mandates.content import CRITERIA, Mandate, MandateKind, Privacy, TicketRange, visible_to_other_side
from marketplace.matching.presenters.details import Pair, detail
from marketplace.matching.queries.books import book_for
from marketplace.matching.queries.exploring import shown_counts
from marketplace.matching.queries.matches import Match, Own, Question, View, best, explained, own_seat
from marketplace.matching.queries.preferences import Said
from marketplace.matching.queries.seats import Knowledge, Party, offer_seat, seeker_seat
from marketplace.matching.queries.teaching import learned
from marketplace.matching.queries.toplists import Kind
from marketplace.matching.rules.answers import Answer
from marketplace.matching.rules.explanation import Missing
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.unsaid import Couple, Scale, most
from marketplace.profiles.content import PartyProfile, PastDeal

pytestmark = pytest.mark.slow

ANSWERS = [
    Said(about, answer, datetime(2026, 5, 1, tzinfo=UTC))
    for about, answer in (
        ("enterprise0", Answer.MUST),
        ("enterprise1", Answer.LATER),
        ("investor0", Answer.YES),
        ("investor1", Answer.LATER),
    )
]
KNOWLEDGE = Knowledge(date(2026, 6, 1), lambda money: float(money.major))
SECTORS = ("finance", "health", "energy")
PRIVATE_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "thesis": st.sampled_from(
        [Localised(), Localised(en="Demo thesis about rural hospitals"), Localised(vi="Hoá đơn")]
    ),
    "use_of_funds": st.sampled_from([Localised(), Localised(en="Demo: sales abroad")]),
    "amount_sought": st.none() | st.integers(10_000_00, 90_000_000_00).map(lambda minor: Money(minor, "USD")),
    "ticket": st.none()
    | st.tuples(st.integers(1_00, 5_000_000_00), st.integers(5_000_000_00, 90_000_000_00)).map(
        lambda ends: TicketRange(*ends, "USD")
    ),
    "stages": st.lists(st.sampled_from(["seed", "growth"]), unique=True).map(tuple),
    "instruments": st.lists(st.sampled_from(["equity", "debt"]), unique=True).map(tuple),
    "sectors": st.lists(st.sampled_from(SECTORS), unique=True).map(tuple),
    "technologies": st.lists(st.sampled_from(["ai", "cloud"]), unique=True).map(tuple),
    "markets": st.lists(st.sampled_from(["VN", "SG", "global"]), unique=True).map(tuple),
    "directions": st.lists(st.sampled_from(["inbound", "outbound"]), unique=True).map(tuple),
    "excluded_sectors": st.lists(st.sampled_from(SECTORS), unique=True).map(tuple),
    "excluded_technologies": st.lists(st.sampled_from(["ai", "cloud"]), unique=True).map(tuple),
    "excluded_countries": st.lists(st.sampled_from(["VN", "SG"]), unique=True).map(tuple),
    "existing_investors": st.lists(st.sampled_from(["Demo Fund 0", "Demo Fund 1", "Demo Fund 9"]), unique=True).map(
        tuple
    ),
}


def _party(number: int, kind: str, chance: int) -> Party:
    name = f"Demo {'Fund' if kind == 'investor' else 'Firm'} {number}"
    deals = tuple(
        PastDeal(
            counterparty_name=f"Demo Held {(number + step) % 3}", type="fundraising", month="2025-03", tags=("ai",)
        )
        for step in range(2)
    )
    profile = PartyProfile(
        kind=kind,
        name=Localised(en=name),
        description=Localised(en=f"Demo words {chance % 3} about invoices"),
        country=("VN", "SG")[(number + chance) % 2],
        sectors=(SECTORS[(number + chance) % 3],),
        technologies=("ai",) if number % 2 else (),
        past_deals=deals if kind == "investor" else (),
    )
    identity = f"{kind}{number}"
    return Party(identity, identity, profile, changed=24_300)


def _population(chance: int) -> dict[str, Party]:
    parties = [_party(number, kind, chance) for kind in ("investor", "enterprise") for number in range(4)]
    return {party.profile_id: party for party in parties}


QUESTIONS = {Role.INVEST: Question.COULD_INVEST, Role.ACQUIRE: Question.COULD_BUY_US}
LISTS = {
    Role.INVEST: (Kind.COMPANIES_FOR_INVESTORS, Kind.INVESTORS_FOR_COMPANIES),
    Role.ACQUIRE: (Kind.COMPANIES_FOR_BUYERS, Kind.BUYERS_FOR_COMPANIES),
}
SOUGHT = {Role.INVEST: (MandateKind.INVEST,), Role.ACQUIRE: (MandateKind.ACQUIRE,)}
OFFERED = {
    Role.INVEST: (MandateKind.RAISE,),
    Role.ACQUIRE: (MandateKind.SALE, MandateKind.JOINT_VENTURE, MandateKind.PARTNERSHIP),
}


def _mandates(role: Role = Role.INVEST) -> st.SearchStrategy[dict[str, Mandate]]:
    def built(kinds: Sequence[MandateKind]) -> st.SearchStrategy[Mandate]:
        privacy = st.dictionaries(st.sampled_from(CRITERIA), st.sampled_from(Privacy), max_size=6)
        return st.builds(
            lambda kind, fields, classes: Mandate(kind, **fields, privacy=tuple(sorted(classes.items()))),
            st.sampled_from(kinds),
            st.fixed_dictionaries(PRIVATE_FIELDS),
            privacy,
        )

    entries = {f"investor{number}": built(SOUGHT[role]) for number in range(3)}
    return st.fixed_dictionaries({**entries, **{f"enterprise{number}": built(OFFERED[role]) for number in range(3)}})


def _seen_by(
    reader: str, parties: dict[str, Party], mandates: dict[str, Mandate], role: Role = Role.INVEST
) -> list[tuple[Any, ...]]:
    """Everything that a reader's page is made of: who, in which order, scored how, and why."""
    visible = {
        owner: [(f"mandate of {owner}", visible_to_other_side(mandate))]
        for owner, mandate in mandates.items()
        if mandate.is_open
    }
    book = book_for(role, parties, visible, KNOWLEDGE)
    is_seeker = reader.startswith("investor")
    question = Question.FITS_MANDATE if is_seeker else QUESTIONS[role]
    own = mandates.get(reader)
    view = View(question, role, is_seeker, "own" if own else None, own)
    seat = own_seat(parties[reader], view, KNOWLEDGE)
    others = book.offer_seats if is_seeker else book.seeker_seats
    own_part = Own(taught=learned(ANSWERS, book.offers if is_seeker else book.seekers, others, parties))
    found = explained(seat, book, best(seat, book, view, frozenset(), own_part), view, own_part)
    kind = LISTS[role][0 if is_seeker else 1]
    shown = tuple(shown_counts(book, kind).tolist())
    return [
        (match.theirs, match.log_odds, match.parts, match.explanation, _texts(match, view), shown) for match in found
    ]


def _texts(match: Match, view: View) -> list[str]:
    """The values behind each reason."""
    seeker, offer = (match.ours, match.theirs) if view.reader_is_seeker else (match.theirs, match.ours)
    pair = Pair(seeker, offer, view.reader_is_seeker)
    told = [*match.explanation.reasons_for, *match.explanation.reasons_against]
    return [detail(reason.topic, pair, speaks_for=reason.adds > 0) for reason in told]


def _gains(reader: str, parties: dict[str, Party], mandates: dict[str, Mandate]) -> list[dict[Missing, float]]:
    """What more could be told, pair by pair."""
    seen = _seen_by(reader, parties, mandates)
    visible = {
        owner: [(f"mandate of {owner}", visible_to_other_side(mandate))]
        for owner, mandate in mandates.items()
        if mandate.is_open
    }
    book, own = book_for(Role.INVEST, parties, visible, KNOWLEDGE), parties[reader]
    scale, held = Scale(book.corpus, book.month, book.weights), mandates.get(reader)
    if reader.startswith("investor"):
        seat = seeker_seat(Role.INVEST, own, "own" if held else None, held, KNOWLEDGE)
        return [most(Couple(seat, row[0]), row[3].missing, scale) for row in seen]
    seat = offer_seat(own, "own" if held else None, held, KNOWLEDGE)
    return [most(Couple(row[0], seat), row[3].missing, scale) for row in seen]


@pytest.mark.parametrize("role", Role)
@settings(max_examples=60)
@given(st.data(), st.integers(0, 5))
def test_a_private_criterion_changes_no_other_partys_page(role: Role, data: st.DataObject, chance: int) -> None:
    parties, mandates = _population(chance), data.draw(_mandates(role))
    owner = data.draw(st.sampled_from(sorted(mandates)))
    before = mandates[owner]
    hidden = [name for name in PRIVATE_FIELDS if before.privacy_of(name) is Privacy.PRIVATE or not before.is_open]
    changes = {name: data.draw(PRIVATE_FIELDS[name], name) for name in hidden}
    after = {**mandates, owner: replace(before, **changes)}
    for reader in parties:
        if reader != owner:
            assert _seen_by(reader, parties, mandates, role) == _seen_by(reader, parties, after, role)


@settings(max_examples=8)
@given(st.data(), _mandates(), st.integers(0, 5))
def test_a_private_criterion_changes_nothing_of_what_more_could_be_told(
    data: st.DataObject, mandates: dict[str, Mandate], chance: int
) -> None:
    parties = _population(chance)
    owner, reader = data.draw(st.sampled_from(sorted(mandates))), data.draw(st.sampled_from(sorted(parties)))
    before = mandates[owner]
    hidden = [name for name in PRIVATE_FIELDS if before.privacy_of(name) is Privacy.PRIVATE or not before.is_open]
    after = {**mandates, owner: replace(before, **{name: data.draw(PRIVATE_FIELDS[name], name) for name in hidden})}
    if reader != owner:
        assert _gains(reader, parties, mandates) == _gains(reader, parties, after)


def test_a_private_criterion_acts_on_its_owners_page() -> None:
    parties = _population(0)
    private = (("sectors", Privacy.PRIVATE),)
    seen = {
        len(_seen_by("investor0", parties, {"investor0": Mandate(MandateKind.INVEST, sectors=wanted, privacy=private)}))
        for wanted in ((), ("finance",))
    }
    assert len(seen) == 2


def test_a_shared_ticket_acts_only_by_its_band() -> None:
    parties = _population(0)
    mandates = {"enterprise0": Mandate(MandateKind.RAISE, amount_sought=Money(1_500_000_00, "USD"))}

    def page(minimum: int) -> list[tuple[Any, ...]]:
        ticket = TicketRange(minimum, 5_000_000_00, "USD")
        return _seen_by("enterprise0", parties, {**mandates, "investor0": Mandate(MandateKind.INVEST, ticket=ticket)})

    assert page(1_100_000_00) == page(2_900_000_00)
    assert page(1_100_000_00) != page(3_100_000_00)
