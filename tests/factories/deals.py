"""Invented introductions, deals at every stage, evidence, and the officers who check them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import count

from werkzeug.datastructures import FileStorage

from marketplace.deals.content import DealTerms, Declaration, DeclaredParty, PartyStanding
from marketplace.deals.queries import deals as queries
from marketplace.deals.queries.readiness import terms_hash
from marketplace.deals.rules.guards import EvidenceKind
from marketplace.deals.rules.stages import Move
from marketplace.deals.rules.verification import Purpose
from marketplace.deals.services import introductions, progress, recording, verification
from marketplace.foundation.actor import Actor, Power, acting_as
from marketplace.foundation.ids import new_id
from marketplace.foundation.money import Money
from marketplace.organisations.models import Organisation
from tests.factories.mandates import a_published_mandate
from tests.factories.organisations import a_ministry_unit, a_staff_actor
from tests.factories.profiles import a_published_enterprise, a_published_investor

_numbers = count(1)
SIGNED = date(2026, 9, 1)
COMPLETED = date(2026, 10, 1)
TERMS = DealTerms(
    type="merger_acquisition",
    direction="inbound",
    agreed=Money(150_000_000, "USD"),
    currency="USD",
    signed_on=SIGNED,
    completed_on=COMPLETED,
    completion_event="ownership_transferred",
)
FOREIGN = PartyStanding("Demo Lakeside Holdings", "SG", "foreign", "SG", is_dte=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """An enterprise with a mandate, and an investor: the two sides of an introduction."""

    enterprise: Organisation
    owner: Actor
    investor: Organisation
    counterparty: Actor
    mandate_id: str

    @property
    def both(self) -> tuple[Actor, Actor]:
        """Both people."""
        return self.owner, self.counterparty


@dataclass(frozen=True, slots=True)
class Officers:
    """A proposing and a confirming officer of two units."""

    proposer: Actor
    confirmer: Actor


def a_pair() -> Pair:
    """Two parties that could be introduced about the enterprise's mandate."""
    number = next(_numbers)
    enterprise, owner = a_published_enterprise(f"Demo Enterprise {number}", control_country="VN")
    investor, counterparty = a_published_investor(f"Demo Fund {number}", ownership="foreign", control_country="SG")
    return Pair(enterprise, owner, investor, counterparty, a_published_mandate(enterprise, owner))


def officers() -> Officers:
    """Two officers who may decide together."""
    return Officers(
        a_staff_actor(a_ministry_unit(), (Power.PROPOSE,)), a_staff_actor(a_ministry_unit(), (Power.CONFIRM,))
    )


def a_request(pair: Pair) -> str:
    """The owner asked; the counterparty has not answered."""
    with acting_as(pair.owner):
        return introductions.ask_introduction(pair.owner, pair.mandate_id, pair.investor.id, new_id())


def an_introduction(pair: Pair) -> str:
    """Both said yes."""
    engagement_id = a_request(pair)
    with acting_as(pair.counterparty):
        introductions.answer_introduction(pair.counterparty, engagement_id)
    return engagement_id


def a_document(text: str = "Demo document") -> FileStorage:
    """An uploaded file of an accepted type."""
    return FileStorage(BytesIO(b"%PDF-1.7\n" + text.encode()), filename="demo.pdf", content_type="application/pdf")


def file_documents(actor: Actor, deal_id: str, kinds: Iterable[EvidenceKind]) -> None:
    """File one document of each kind."""
    with acting_as(actor):
        for kind in kinds:
            progress.file_evidence(actor, deal_id, kind, a_document(f"{kind} {deal_id}"), new_id())


def a_deal(pair: Pair, terms: DealTerms = TERMS) -> str:
    """A deal recorded from an introduction."""
    engagement_id = an_introduction(pair)
    with acting_as(pair.owner):
        return recording.record_deal(pair.owner, engagement_id, terms, new_id())


def move(actor: Actor, deal_id: str, *moves: Move) -> None:
    """Make moves, one after the other."""
    with acting_as(actor):
        for each in moves:
            progress.move_deal(actor, deal_id, each, "Demo reason", None)


def confirm_terms(deal_id: str, *actors: Actor) -> None:
    """Each of these people confirms the terms as they stand."""
    for actor in actors:
        current = terms_hash(queries.file_of(queries.deal(actor, deal_id)))
        with acting_as(actor):
            progress.answer_terms(actor, deal_id, current, agrees=True)


def a_closed_deal(pair: Pair, terms: DealTerms = TERMS) -> str:
    """A completed deal with evidence and both confirmations, not yet submitted."""
    deal_id = a_deal(pair, terms)
    kinds = (EvidenceKind.SIGNED_AGREEMENT, EvidenceKind.REGISTRY_CHANGE, EvidenceKind.PAYMENT_PROOF)
    file_documents(pair.owner, deal_id, kinds)
    move(pair.owner, deal_id, Move.SIGN, Move.CLOSE)
    confirm_terms(deal_id, *pair.both)
    return deal_id


def a_submitted_deal(pair: Pair, terms: DealTerms = TERMS) -> str:
    """A deal that waits for the officers."""
    deal_id = a_closed_deal(pair, terms)
    move(pair.owner, deal_id, Move.SUBMIT)
    return deal_id


def a_proposal(deal_id: str, proposer: Actor, purpose: Purpose = Purpose.VERIFY) -> str:
    """A proposal by one officer."""
    with acting_as(proposer):
        return verification.propose(proposer, deal_id, purpose, "Demo: checked the evidence", new_id())


def confirm(proposal_id: str, confirmer: Actor) -> None:
    """The second officer agrees."""
    with acting_as(confirmer):
        verification.confirm_proposal(confirmer, proposal_id)


def a_verified_deal(pair: Pair, both: Officers, terms: DealTerms = TERMS) -> str:
    """A deal on which two officers agreed; the rule has decided about it."""
    deal_id = a_submitted_deal(pair, terms)
    confirm(a_proposal(deal_id, both.proposer), both.confirmer)
    return deal_id


def a_declaration(home: DeclaredParty, *, closed: bool = True, **changes: object) -> Declaration:
    """A deal made elsewhere between this party and an invented partner abroad."""
    foreign = replace(FOREIGN, name=f"Demo Partner {next(_numbers)}")
    terms = replace(TERMS, **changes)  # type: ignore[arg-type]
    return Declaration(terms, (home, DeclaredParty(foreign)), closed=closed)
