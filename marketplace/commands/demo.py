"""A small invented demo: parties, mandates and deals on every step of the way, all labelled as such."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from werkzeug.datastructures import FileStorage

from marketplace.accounts import queries as people
from marketplace.accounts.services.people import NewPerson, register
from marketplace.config import Settings
from marketplace.deals.content import DealTerms, Declaration, DeclaredParty, PartyStanding
from marketplace.deals.queries import deals as deal_queries
from marketplace.deals.queries import readiness
from marketplace.deals.rules.guards import EvidenceKind
from marketplace.deals.rules.stages import Move
from marketplace.deals.rules.verification import Purpose
from marketplace.deals.services import introductions, progress, recording, verification
from marketplace.deals.services.parties import standing_of
from marketplace.foundation import relay
from marketplace.foundation.actor import SYSTEM, Actor, Power, Role, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import transaction
from marketplace.foundation.money import Money
from marketplace.foundation.once import new_key
from marketplace.foundation.text import Localised
from marketplace.mandates import content as mandates
from marketplace.mandates.services.publishing import NewMandate, publish_mandate
from marketplace.messaging.services import post_message
from marketplace.organisations.services import members, organisations, units
from marketplace.organisations.services.organisations import NewOrganisation
from marketplace.products import content as products
from marketplace.products.services.publishing import NewProduct, publish_product
from marketplace.profiles import content as profiles
from marketplace.profiles.services import publish_profile
from marketplace.publishing.content import from_plain

DATA = Path(__file__).parent / "data" / "demo.json"
PASSWORD = "lua vang ben song 2030"  # noqa: S105 - printed for whoever tries the demo; never in production
ACCOUNTS: Mapping[str, str] = {
    "sen": "Enterprise (Demo Lotus Invoice)",
    "chip": "Enterprise (Demo Morning Star Chips)",
    "maple": "Investor (Demo Maple Ventures)",
    "rhein": "Foreign partner (Demo Rhein Industrie)",
    "officer-a": "Ministry officer who proposes",
    "officer-b": "Ministry officer of another unit who confirms",
}
MINISTRY = Localised(vi="Bộ Demo (minh hoạ)", en="Demo Ministry (demo)")
UNITS = (
    ("officer-a", Localised(vi="Vụ Demo Thẩm định", en="Demo Appraisal Division"), (Power.PROPOSE, Power.REVIEW)),
    ("officer-b", Localised(vi="Vụ Demo Xác nhận", en="Demo Confirmation Division"), (Power.CONFIRM, Power.AUDIT)),
)


@dataclass(slots=True)
class Cast:
    """Everybody who was made: an actor for each key, and each party's mandates."""

    actors: dict[str, Actor] = field(default_factory=dict)
    mandates: dict[str, list[str]] = field(default_factory=dict)

    def party(self, key: str) -> str:
        """The organisation of a key."""
        organisation_id = self.actors[key].organisation_id
        assert organisation_id is not None  # noqa: S101 - every demo actor acts for one
        return organisation_id


def address(key: str) -> str:
    """The demo account's address; `.example` reaches nobody."""
    return f"{key}@demo.example"


@click.command("demo", help="A small invented demo. Repeatable; refused in production.")
@with_appcontext
def demo() -> None:
    """Make it unless it is there, then bring search and matches up to date."""
    settings: Settings = current_app.extensions["settings"]
    if settings.environment == "production":
        raise click.ClickException("The demo is invented: it does not belong in production.")
    if is_there():
        click.echo("The demo is there already.")
    else:
        with acting_as(SYSTEM), transaction():
            _make(json.loads(DATA.read_text(encoding="utf-8")))
        click.echo("The demo is made.")
    relay.drain(current_app._get_current_object())  # type: ignore[attr-defined]  # the app itself


def is_there() -> bool:
    """Whether the demo's accounts exist."""
    return people.person_by_email(address("sen")) is not None


def account_lines() -> Sequence[str]:
    """What `serve` says about the demo's accounts."""
    width = max(len(address(key)) for key in ACCOUNTS)
    return [f"  {address(key):<{width}}  {role}" for key, role in ACCOUNTS.items()]


def _make(data: Mapping[str, Any]) -> None:
    cast = Cast()
    for plain in (*data["enterprises"], *data["investors"]):
        _party(cast, plain)
    _ministry(cast)
    _introductions(cast)
    _counted_deal(cast)
    _declared_deal(cast)


def _party(cast: Cast, plain: Mapping[str, Any]) -> None:
    key = plain["key"]
    profile = from_plain(profiles.PartyProfile, plain["profile"])
    new = NewOrganisation(profile.kind, profile.name, profile.country, is_demo=True)
    organisation = organisations.create_organisation(SYSTEM, new)
    person = register(SYSTEM, NewPerson(address(key), profile.name.best("en"), "vi", PASSWORD))
    members.add_member(SYSTEM, organisation.id, person.id, Role.ADMIN)
    actor = Actor(person.id, organisation.id, profile.kind, Role.ADMIN, signed_in_at=now(), strength="password")
    cast.actors[key] = actor
    with acting_as(actor):
        publish_profile(actor, organisation.id, profile)
        for each in plain.get("products", ()):
            publish_product(actor, NewProduct(organisation.id), from_plain(products.Product, each))
        cast.mandates[key] = [
            publish_mandate(actor, NewMandate(organisation.id), from_plain(mandates.Mandate, each))
            for each in plain.get("mandates", ())
        ]


def _ministry(cast: Cast) -> None:
    ministry = organisations.create_organisation(SYSTEM, NewOrganisation("ministry_unit", MINISTRY, "VN", is_demo=True))
    for key, name, powers in UNITS:
        unit = units.open_unit(SYSTEM, ministry.id, name, powers=powers)
        person = register(SYSTEM, NewPerson(address(key), name.best("vi"), "vi", PASSWORD))
        membership = members.add_member(SYSTEM, ministry.id, person.id, Role.EDITOR)
        units.place_member(SYSTEM, membership, unit.id, powers)
        cast.actors[key] = Actor(
            person.id,
            ministry.id,
            "ministry_unit",
            Role.EDITOR,
            unit.id,
            frozenset(powers),
            signed_in_at=now(),
            strength="password",
        )


def _introduced(cast: Cast, asking: str, mandate_of: str, counterparty: str) -> str:
    """One side asks; gives the introduction's id."""
    actor = cast.actors[asking]
    with acting_as(actor):
        mandate_id = cast.mandates[mandate_of][0]
        return introductions.ask_introduction(actor, mandate_id, cast.party(counterparty), new_key())


def _introductions(cast: Cast) -> None:
    """One that waits for an answer, and one that became a conversation."""
    _introduced(cast, "sakura", "sakura", "mat")
    agreed = _introduced(cast, "maple", "maple", "sen")
    sen = cast.actors["sen"]
    with acting_as(sen):
        conversation_id = introductions.answer_introduction(sen, agreed)
        if conversation_id:
            text = "Cảm ơn quý quỹ đã quan tâm. / Thank you for your interest. (demo)"
            post_message(sen, conversation_id, text, new_key())


def _counted_deal(cast: Cast) -> None:
    """From an introduction to the count, by both parties and two officers."""
    introduction = _introduced(cast, "chip", "chip", "rhein")
    chip, rhein = cast.actors["chip"], cast.actors["rhein"]
    with acting_as(rhein):
        introductions.answer_introduction(rhein, introduction)
    terms = DealTerms(
        type="strategic_cooperation",
        direction="inbound",
        agreed=Money(1_600_000_00, "USD"),
        currency="USD",
        signed_on=date(2026, 7, 15),
        completed_on=date(2026, 9, 1),
        completion_event="contract_performing",
    )
    with acting_as(chip):
        deal_id = recording.record_deal(chip, introduction, terms, new_key())
        for kind in (EvidenceKind.SIGNED_AGREEMENT, EvidenceKind.FIRST_PERFORMANCE):
            progress.file_evidence(chip, deal_id, kind, _paper(kind), new_key())
        progress.move_deal(chip, deal_id, Move.SIGN, None, None)
        progress.move_deal(chip, deal_id, Move.CLOSE, None, None)
    for actor in (chip, rhein):
        with acting_as(actor):
            shown = readiness.terms_hash(deal_queries.file_of(deal_queries.deal(actor, deal_id)))
            progress.answer_terms(actor, deal_id, shown, agrees=True)
    with acting_as(chip):
        progress.move_deal(chip, deal_id, Move.SUBMIT, None, None)
    proposing, confirming = cast.actors["officer-a"], cast.actors["officer-b"]
    with acting_as(proposing):
        reason = "Hồ sơ minh hoạ đầy đủ / The demo file is complete"
        proposal = verification.propose(proposing, deal_id, Purpose.VERIFY, reason, new_key())
    with acting_as(confirming):
        verification.confirm_proposal(confirming, proposal)


def _declared_deal(cast: Cast) -> None:
    """One made elsewhere, declared as signed."""
    may = cast.actors["may"]
    partner = PartyStanding("Demo Vientiane Data (demo)", "LA", "foreign", "LA", is_dte=False)
    terms = DealTerms(
        type="joint_venture",
        direction="outbound",
        agreed=Money(6_000_000_00, "USD"),
        currency="USD",
        signed_on=date(2026, 8, 20),
    )
    with acting_as(may):
        parties = (DeclaredParty(standing_of(cast.party("may")), cast.party("may")), DeclaredParty(partner))
        recording.declare_deal(may, Declaration(terms, parties, closed=False), new_key())


def _paper(kind: EvidenceKind) -> FileStorage:
    """A labelled piece of paper: as little as a PDF can be."""
    text = f"%PDF-1.4\n% Demo, invented: {kind.value}\n%%EOF\n"
    return FileStorage(io.BytesIO(text.encode()), filename=f"demo-{kind.value}.pdf")
