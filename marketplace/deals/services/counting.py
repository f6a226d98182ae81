"""Asking the count rule about a deal and keeping its answer; a correction is a new entry that names the old."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from marketplace.deals import policies
from marketplace.deals.facts import CountDecided, TermsChanged
from marketplace.deals.models import CountDecision, CountedPlace, Deal, Proposal
from marketplace.deals.queries import counting as queries
from marketplace.deals.queries import deals as deal_queries
from marketplace.deals.queries import readiness
from marketplace.deals.queries.verification import told_apart
from marketplace.deals.rules.counting import CountInput, Decision, Verdict, decide
from marketplace.deals.rules.parameters import parameters_on
from marketplace.deals.rules.stages import Move, Stage
from marketplace.deals.rules.terms import identity
from marketplace.deals.services.ledger import write_move
from marketplace.foundation.actor import SYSTEM, Actor, Refused, acting_as, allow
from marketplace.foundation.clock import today
from marketplace.foundation.database import Json, db, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.money import Money
from marketplace.reference.queries import rate_on

COUNTABLE = frozenset({Stage.VERIFIED, Stage.AMENDED})


@dataclass(frozen=True, slots=True)
class RecordedRate:
    """Dollars for one whole unit of a currency, with the day and source that go into the decision."""

    usd_per_unit: Decimal
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why the rule was asked: the proposal behind it and, for a correction, the officers' reason."""

    proposal_id: str | None = None
    reason: str | None = None


def count(deal: Deal, proposal_id: str | None, reason: str | None = None) -> Verdict:
    """Ask the rule about a verified deal, keep the answer, fill a place if it says so. Part of a service."""
    queries.hold_the_count()
    rate = _rate(deal)
    given = _input(deal, rate)
    answer = decide(given, parameters_on(today()))
    kept = _keep(deal, answer, rate, Occasion(proposal_id, reason))
    if answer.verdict is Verdict.COUNTED:
        db.session.add(
            CountedPlace(deal_id=deal.id, audience_id=deal.audience_id, identity=_identity(given), decision_id=kept.id)
        )
        write_move(SYSTEM, deal, Move.COUNT)
    return answer.verdict


def preview(deal: Deal) -> Decision:
    """What the rule would say of a deal if the officers verified it as it stands; keeps nothing."""
    given = replace(_input(deal, _rate(deal)), verified=True)
    return decide(given, parameters_on(today()))


def recount(actor: Actor, deal_id: str) -> Verdict | None:
    """Ask again about a verified deal that waited for a rate or a review; None if nothing changed."""
    with transaction():
        deal = deal_queries.locked_deal(actor, deal_id)
        allow(actor is SYSTEM or policies.can_verify(actor, deal))
        if Stage(deal.stage) not in COUNTABLE:
            raise Refused("deals.move_not_possible")
        queries.hold_the_count()
        last = queries.last_decision(deal_id)
        answer = decide(_input(deal, _rate(deal)), parameters_on(today()))
        if last is not None and last.verdict == answer.verdict:
            return None
        return count(deal, None)


def recount_pending() -> int:
    """Ask again about every deal that waits for a rate; gives how many answers changed. All are held first."""
    with acting_as(SYSTEM), transaction():
        return sum(recount(SYSTEM, deal_id) is not None for deal_id in queries.locked_deals_without_rate())


def amend(deal: Deal, made: Proposal) -> None:
    """Put the corrected terms in force and ask the rule again; the place is free until it answers."""
    queries.hold_the_count()
    _free_place(deal)
    changes = made.changes
    deal.agreed_minor, deal.currency = changes["agreed_minor"], changes["currency"]
    deal.signed_on = date.fromisoformat(changes["signed_on"])
    deal.completed_on = date.fromisoformat(changes["completed_on"])
    db.session.flush()
    terms = readiness.terms_hash(deal_queries.file_of(deal))
    record(TermsChanged(deal.id, deal.agreed_minor, deal.currency, deal.signed_on, deal.completed_on, terms))
    count(deal, made.id, made.reason)


def revoke(deal: Deal, made: Proposal) -> None:
    """Take the deal out of the count for good, with the reason."""
    queries.hold_the_count()
    _free_place(deal)
    last = queries.last_decision(deal.id)
    assert last is not None  # noqa: S101 - only counted or amended deals are revoked, and those have a decision
    _write(
        CountDecision(
            id=new_id(),
            deal_id=deal.id,
            audience_id=deal.audience_id,
            position=last.position + 1,
            verdict=Verdict.REVOKED.value,
            rule_version=last.rule_version,
            parameters_version=last.parameters_version,
            conditions=last.conditions,
            inputs=last.inputs,
            rate=last.rate,
            rate_on=last.rate_on,
            rate_source=last.rate_source,
            usd=last.usd,
            reason=made.reason[:500],
            proposal_id=made.id,
            supersedes_id=last.id,
        )
    )


def _free_place(deal: Deal) -> None:
    place = db.session.get(CountedPlace, deal.id)
    if place is not None:
        db.session.delete(place)
        db.session.flush()


def _rate(deal: Deal) -> RecordedRate | None:
    """The rate of the signing date. One that was used before stays, whatever was recorded later."""
    last = queries.last_decision(deal.id)
    if last is not None and last.rate is not None and last.rate_on is not None and _same_money(deal, last.inputs):
        return RecordedRate(Decimal(last.rate), last.rate_on, last.rate_source or "")
    if deal.signed_on is None:
        return None
    found = rate_on(deal.currency, deal.signed_on)
    if found is None or found.is_illustrative:
        return None
    return RecordedRate(found.usd_per_unit, found.date, found.source)


def _same_money(deal: Deal, inputs: Json) -> bool:
    signed_on = deal.signed_on.isoformat() if deal.signed_on else None
    return bool(inputs["terms"]["currency"] == deal.currency and inputs["terms"]["signed_on"] == signed_on)


def _input(deal: Deal, rate: RecordedRate | None) -> CountInput:
    parties = tuple(queries.at_signing(party) for party in deal_queries.parties_of(deal.id))
    return CountInput(
        type=deal.type,
        parties=parties,
        agreed=None if deal.agreed_minor is None else Money(deal.agreed_minor, deal.currency),
        usd_per_unit=rate.usd_per_unit if rate else None,
        signed_on=deal.signed_on,
        completion_event=deal.completion_event,
        completed_on=deal.completed_on,
        verified=Stage(deal.stage) in COUNTABLE,
        stake_basis_points=deal.stake_basis_points,
        others=queries.deals_holding_places(but=deal.id),
        told_apart=told_apart(deal.id),
    )


def _identity(given: CountInput) -> str:
    assert given.signed_on is not None  # noqa: S101 - a counted deal has a signing date
    return identity((party.key for party in given.parties), given.type, given.signed_on)


def _keep(deal: Deal, answer: Decision, rate: RecordedRate | None, occasion: Occasion) -> CountDecision:
    last = queries.last_decision(deal.id)
    file = deal_queries.file_of(deal)
    inputs: Json = {
        "terms": readiness.terms_of(file).as_plain(),
        "evidence": sorted(document.sha256 for document in file.evidence),
        "twins": list(answer.twins),
    }
    return _write(
        CountDecision(
            id=new_id(),
            deal_id=deal.id,
            audience_id=deal.audience_id,
            position=last.position + 1 if last else 1,
            verdict=answer.verdict.value,
            rule_version=answer.rule_version,
            parameters_version=answer.parameters_version,
            conditions=[{"code": c.code, "answer": c.answer, "reason": c.reason} for c in answer.conditions],
            inputs=inputs,
            rate=f"{rate.usd_per_unit:f}" if rate else None,
            rate_on=rate.day if rate else None,
            rate_source=rate.source[:80] if rate else None,
            usd=f"{answer.usd:f}" if answer.usd is not None else None,
            reason=occasion.reason[:500] if occasion.reason else None,
            proposal_id=occasion.proposal_id,
            supersedes_id=last.id if last else None,
        )
    )


def _write(kept: CountDecision) -> CountDecision:
    db.session.add(kept)
    db.session.flush()
    record(CountDecided(kept.deal_id, kept.id, kept.verdict, kept.rule_version, kept.usd, kept.supersedes_id))
    return kept
