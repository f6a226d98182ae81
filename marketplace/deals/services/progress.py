"""Moving a deal along its stages, filing evidence, and the parties' answers to the terms."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from marketplace.deals import policies
from marketplace.deals.facts import EvidenceFiled, EvidenceWithdrawn, PartyAnswered
from marketplace.deals.models import Deal, Evidence, PartyConfirmation
from marketplace.deals.queries import deals as queries
from marketplace.deals.queries import readiness
from marketplace.deals.queries.verification import live_proposal
from marketplace.deals.rules.guards import EvidenceKind, missing
from marketplace.deals.rules.stages import Move, Stage
from marketplace.deals.services.introductions import reopen
from marketplace.deals.services.ledger import expect_possible, write_move
from marketplace.files.services import keep_received, receive
from marketplace.foundation.actor import Actor, NotFound, Refused, allow
from marketplace.foundation.clock import now
from marketplace.foundation.database import db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.foundation.versions import expect, touch


def move_deal(actor: Actor, deal_id: str, move: Move, reason: str | None, version: int | None) -> Stage:
    """Make one move that a party or an officer may make alone; refused with what is still missing."""
    with transaction():
        deal = queries.locked_deal(actor, deal_id)
        expect(deal, version)
        expect_possible(deal, move)
        parties = queries.parties_of(deal_id)
        allow(policies.can_move_deal(actor, deal, parties, move))
        _expect_ready(deal, move)
        write_move(actor, deal, move, reason)
        if move is Move.ABANDON and deal.engagement_id is not None:
            reopen(actor, deal.engagement_id)
        return Stage(deal.stage)


def _expect_ready(deal: Deal, move: Move) -> None:
    lacking = missing(readiness.facts_of(queries.file_of(deal)), move)
    if lacking:
        raise Refused("deals.not_ready", codes=lacking)
    if move is Move.STEP_BACK:
        _expect_may_step_back(deal)


def _expect_may_step_back(deal: Deal) -> None:
    if deal.origin == "declared" and deal.stage == Stage.SIGNED:
        raise Refused("deals.declared_starts_at_signed")
    if live_proposal(deal.id) is not None:
        raise Refused("deals.proposal_open")


def file_evidence(actor: Actor, deal_id: str, kind: EvidenceKind, upload: FileStorage, once: str) -> str:
    """Keep a document inside the deal's circle and file it as evidence; gives its id.

    The bytes are stored before the transaction begins, for those who may file now; the rest is decided inside.
    """
    seen = queries.deal(actor, deal_id)
    allow(policies.can_change_deal(actor, seen, queries.parties_of(deal_id)))
    received = receive(actor, upload, seen.audience_id)
    with transaction():
        deal = queries.locked_deal(actor, deal_id)
        allow(policies.can_change_deal(actor, deal, queries.parties_of(deal_id)))
        evidence_id = new_id()
        claim(once, "deals.file_evidence", evidence_id)
        stored = keep_received(actor, received, deal.audience_id)
        db.session.add(
            Evidence(
                id=evidence_id,
                deal_id=deal_id,
                audience_id=deal.audience_id,
                file_id=stored.id,
                kind=kind.value,
                sha256=stored.sha256,
                file_name=stored.name,
                person_id=actor.person_id,
                organisation_id=actor.organisation_id,
            )
        )
        touch(deal)
        db.session.flush()
        record(EvidenceFiled(deal_id, evidence_id, kind.value, stored.sha256))
        return evidence_id


def withdraw_evidence(actor: Actor, deal_id: str, evidence_id: str) -> None:
    """Take a document back before verification; only the side that filed it."""
    with transaction():
        deal = queries.locked_deal(actor, deal_id)
        allow(policies.can_change_deal(actor, deal, queries.parties_of(deal_id)))
        document = next((each for each in queries.evidence_of(deal_id) if each.id == evidence_id), None)
        if document is None:
            raise NotFound
        allow(actor.acts_for(document.organisation_id))
        document.withdrawn_at = now()
        touch(deal)
        record(EvidenceWithdrawn(deal_id, evidence_id))


def answer_terms(actor: Actor, deal_id: str, terms_hash: str, *, agrees: bool) -> None:
    """Say for one's own organisation whether the terms, exactly as shown, are right."""
    with transaction():
        deal = queries.locked_deal(actor, deal_id)
        file = queries.file_of(deal)
        party = next((each for each in file.parties if actor.acts_for(each.organisation_id)), None)
        allow(party is not None and policies.can_answer_terms(actor, deal, party))
        assert party is not None  # noqa: S101 - allowed just now
        if readiness.terms_hash(file) != terms_hash:
            raise Refused("deals.terms_changed")
        if readiness.answer_of(file, party) is agrees:
            return
        db.session.add(
            PartyConfirmation(
                deal_id=deal_id,
                audience_id=deal.audience_id,
                party_id=party.id,
                terms_hash=terms_hash,
                number=1 + sum(a.party_id == party.id and a.terms_hash == terms_hash for a in file.answers),
                agrees=agrees,
                person_id=actor.person_id,
                organisation_id=actor.organisation_id,
            )
        )
        touch(deal)
        db.session.flush()
        record(PartyAnswered(deal_id, party.id, agrees, terms_hash))
