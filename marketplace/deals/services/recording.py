"""Recording a deal from an introduction, declaring one made elsewhere, and writing its terms."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.deals import policies
from marketplace.deals.content import DealTerms, Declaration, DeclaredParty, PartyStanding
from marketplace.deals.facts import DealRecorded, TermsChanged
from marketplace.deals.models import Deal, DealParty, Engagement
from marketplace.deals.queries import deals as queries
from marketplace.deals.queries import readiness
from marketplace.deals.queries.introductions import locked_introduction
from marketplace.deals.rules.guards import missing
from marketplace.deals.rules.stages import Move
from marketplace.deals.services.introductions import note_deal_recorded
from marketplace.deals.services.ledger import write_move
from marketplace.deals.services.parties import group_key, standing_of
from marketplace.foundation.actor import Actor, Refused, allow
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.foundation.versions import expect, touch
from marketplace.organisations.services import open_audience

HERE = "here"
DECLARED = "declared"


def record_deal(actor: Actor, engagement_id: str, terms: DealTerms, once: str) -> str:
    """Record that an introduction became a deal in the making; gives the deal's id."""
    with transaction():
        row = locked_introduction(actor, engagement_id)
        deal_id = new_id()
        claim(once, "deals.record_deal", deal_id)
        side = policies.side_of(actor, row)
        allow(side is not None and actor.can_edit)
        note_deal_recorded(actor, row)
        parties = _parties_of_introduction(row)
        deal = _new_deal(actor, deal_id, HERE, terms, parties)
        deal.engagement_id = row.id
        _enter(actor, deal, Move.RECORD)
        return deal_id


def declare_deal(actor: Actor, declaration: Declaration, once: str) -> str:
    """Declare a deal made elsewhere, at signed or at closed; gives the deal's id."""
    with transaction():
        allow(policies.can_declare(actor))
        deal_id = new_id()
        claim(once, "deals.declare_deal", deal_id)
        if actor.organisation_kind == "enterprise" and not _is_among(actor, declaration.parties):
            raise Refused("deals.declare_own_only")
        deal = _new_deal(actor, deal_id, DECLARED, declaration.terms, declaration.parties)
        _enter(actor, deal, Move.DECLARE_CLOSED if declaration.closed else Move.DECLARE_SIGNED)
        return deal_id


def _is_among(actor: Actor, parties: Sequence[DeclaredParty]) -> bool:
    return any(actor.acts_for(party.organisation_id) for party in parties)


def _parties_of_introduction(row: Engagement) -> tuple[DeclaredParty, ...]:
    ids = (row.owner_organisation_id, row.counterparty_organisation_id)
    return tuple(DeclaredParty(standing_of(organisation_id), organisation_id) for organisation_id in ids)


def _new_deal(actor: Actor, deal_id: str, origin: str, terms: DealTerms, parties: Sequence[DeclaredParty]) -> Deal:
    inside = {party.organisation_id for party in parties if party.organisation_id} | {actor.organisation_id or ""}
    deal = Deal(
        id=deal_id,
        audience_id=open_audience("deal", sorted(inside)),
        origin=origin,
        recorded_by_person_id=actor.person_id,
        recorded_by_organisation_id=actor.organisation_id,
        recorded_by_unit_id=actor.unit_id,
        stage="new",
        version=1,
    )
    _write_terms(deal, terms)
    db.session.add(deal)
    db.session.flush()
    for position, party in enumerate(parties, start=1):
        db.session.add(_party(deal, position, party))
    db.session.flush()
    return deal


def _party(deal: Deal, position: int, party: DeclaredParty) -> DealParty:
    standing = party.standing
    return DealParty(
        deal_id=deal.id,
        audience_id=deal.audience_id,
        position=position,
        organisation_id=party.organisation_id,
        name=standing.name,
        group_key=group_key(party.organisation_id, standing),
        country=standing.country,
        ownership=standing.ownership,
        control_country=standing.control_country,
        is_dte=standing.is_dte,
    )


def _enter(actor: Actor, deal: Deal, move: Move) -> None:
    lacking = missing(readiness.facts_of(queries.file_of(deal)), move)
    if lacking:
        raise Refused("deals.not_ready", codes=lacking)
    write_move(actor, deal, move)
    record(DealRecorded(deal.id, deal.engagement_id, deal.origin, deal.type, deal.stage))


def change_terms(actor: Actor, deal_id: str, terms: DealTerms, version: int | None) -> None:
    """Write the terms anew before verification; what the parties confirmed before has to be confirmed again."""
    with transaction():
        deal = queries.locked_deal(actor, deal_id)
        expect(deal, version)
        allow(policies.can_change_deal(actor, deal, queries.parties_of(deal_id)))
        _write_terms(deal, terms)
        _note_terms(deal)


def change_party(actor: Actor, party_id: str, deal_id: str, standing: PartyStanding, version: int | None) -> None:
    """Correct how a party stood at signing, before verification."""
    with transaction():
        deal = queries.locked_deal(actor, deal_id)
        expect(deal, version)
        parties = queries.parties_of(deal_id)
        allow(policies.can_change_deal(actor, deal, parties))
        party = next((each for each in parties if each.id == party_id), None)
        allow(party is not None)
        assert party is not None  # noqa: S101 - allowed just now
        party.name, party.country, party.ownership = standing.name, standing.country, standing.ownership
        party.control_country, party.is_dte = standing.control_country, standing.is_dte
        party.group_key = group_key(party.organisation_id, standing)
        _note_terms(deal)


def _write_terms(deal: Deal, terms: DealTerms) -> None:
    deal.type, deal.direction, deal.currency = terms.type, terms.direction, terms.currency
    deal.agreed_minor = terms.agreed.minor if terms.agreed else None
    deal.stake_basis_points = terms.stake_basis_points
    deal.signed_on, deal.completed_on = terms.signed_on, terms.completed_on
    deal.completion_event = terms.completion_event


def _note_terms(deal: Deal) -> None:
    touch(deal)
    db.session.flush()
    hash_now = readiness.terms_hash(queries.file_of(deal))
    record(TermsChanged(deal.id, deal.agreed_minor, deal.currency, deal.signed_on, deal.completed_on, hash_now))
