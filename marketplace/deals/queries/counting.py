"""The count: decisions, filled places, and the public numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from marketplace.deals.models import CountDecision, CountedPlace, Deal, DealMove, DealParty, Engagement, EngagementMove
from marketplace.deals.policies import is_officer
from marketplace.deals.queries.deals import parties_by_deal
from marketplace.deals.rules.counting import OtherDeal, Verdict
from marketplace.deals.rules.engagement import State
from marketplace.deals.rules.stages import MACHINE, STAGES_OF_TIER, Move, Stage, Tier
from marketplace.deals.rules.standing import PartyAtSigning
from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.cache import remembered
from marketplace.foundation.database import db, locked
from marketplace.foundation.moves import MoveRule
from marketplace.foundation.row_security import across_audiences

TIER_COUNTS = "deals.tier_counts"
RECENT_SECONDS = 30
WITHOUT_PLACE = (Stage.VERIFIED, Stage.AMENDED)


def decisions_of(deal_id: str) -> Sequence[CountDecision]:
    """Every decision about a deal, oldest first."""
    statement = select(CountDecision).where(CountDecision.deal_id == deal_id).order_by(CountDecision.position)
    return db.session.scalars(statement).all()


def last_decision(deal_id: str) -> CountDecision | None:
    """The decision in force."""
    statement = select(CountDecision).where(CountDecision.deal_id == deal_id)
    return db.session.scalars(statement.order_by(CountDecision.position.desc()).limit(1)).one_or_none()


def hold_the_count() -> None:
    """Let one transaction at a time decide about places: two twins could not see each other otherwise.

    Always the last lock: deals are held before, several of them in the order of their ids, and none after.
    """
    row = select(MoveRule.to_state).where(
        MoveRule.machine == MACHINE, MoveRule.from_state == Stage.VERIFIED, MoveRule.move == Move.COUNT
    )
    db.session.execute(locked(row))


def at_signing(party: DealParty) -> PartyAtSigning:
    """A recorded party as the rules look at it."""
    return PartyAtSigning(
        key=party.group_key,
        country=party.country,
        ownership=party.ownership,
        control_country=party.control_country,
        is_dte=party.is_dte,
        registered=party.organisation_id is not None,
    )


def deals_holding_places(but: str) -> tuple[OtherDeal, ...]:
    """Every deal that fills a place, except one."""
    statement = select(Deal).join(CountedPlace, CountedPlace.deal_id == Deal.id).where(Deal.id != but)
    rows = [row for row in db.session.scalars(statement) if row.signed_on is not None]
    parties = parties_by_deal(row.id for row in rows)
    return tuple(_other(row, parties.get(row.id, []), row.signed_on) for row in rows if row.signed_on is not None)


def _other(row: Deal, parties: list[DealParty], signed_on: date) -> OtherDeal:
    return OtherDeal(row.id, row.type, signed_on, tuple(at_signing(party) for party in parties))


def locked_deals_without_rate() -> Sequence[str]:
    """Verified deals whose last decision waits for a rate, held in the order of their ids."""
    held = locked(select(Deal).where(Deal.id.in_(_deals_without_rate()), Deal.stage.in_(WITHOUT_PLACE)))
    return [row.id for row in db.session.scalars(held.order_by(Deal.id))]


def _deals_without_rate() -> list[str]:
    newest = aliased(CountDecision)
    last = select(func.max(newest.position)).where(newest.deal_id == CountDecision.deal_id).scalar_subquery()
    statement = (
        select(Deal.id)
        .join(CountDecision, CountDecision.deal_id == Deal.id)
        .where(CountDecision.position == last, CountDecision.verdict == Verdict.PENDING_RATE)
        .where(Deal.stage.in_(WITHOUT_PLACE))
    )
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class TierNumber:
    """One public number, and how many of it were declared rather than begun here."""

    tier: Tier
    count: int
    declared: int


@across_audiences("the five public numbers count every deal, and show none")
def tier_numbers() -> tuple[TierNumber, ...]:
    """The five public numbers, for everybody."""
    stages = db.session.execute(select(Deal.stage, Deal.origin, func.count()).group_by(Deal.stage, Deal.origin)).all()
    numbers = [TierNumber(Tier.INTRODUCED, _introduced(), 0)]
    for tier, members in STAGES_OF_TIER.items():
        inside = [(origin, count) for stage, origin, count in stages if stage in members]
        declared = sum(count for origin, count in inside if origin == "declared")
        numbers.append(TierNumber(tier, sum(count for _, count in inside), declared))
    return tuple(numbers)


def tier_counts() -> dict[str, int]:
    """The five public numbers by tier, for everybody."""
    return {number.tier.value: number.count for number in tier_numbers()}


def recent_tier_counts() -> dict[str, int]:
    """The same for the first page, which everybody opens: forgotten when a deal moves, at most half a minute old."""
    return remembered(TIER_COUNTS, RECENT_SECONDS, tier_counts)


@across_audiences("whether any deal or introduction moved since: three ids, none of which is shown")
def numbers_stamp() -> str:
    """Names the last moves that the public numbers rest on: what shows them is made anew when this changes.

    Two moves of one moment may have one name between them: for pages that are kept for seconds.
    """
    ledgers = (EngagementMove, DealMove, CountDecision)
    heads = (select(func.max(ledger.id)).scalar_subquery() for ledger in ledgers)
    return ":".join(head or "" for head in db.session.execute(select(*heads)).one())


def _introduced() -> int:
    """Engagements in which both sides once said yes, whatever became of them."""
    met = select(func.count(func.distinct(EngagementMove.engagement_id))).where(
        EngagementMove.to_state == State.MUTUAL, EngagementMove.move == "accept"
    )
    return db.session.scalar(met) or 0


@across_audiences("everybody may read when the count was corrected: dates and verdicts only")
def corrections() -> Sequence[CountDecision]:
    """Decisions that took a deal out of the count or changed it, newest first: ids, dates and verdicts only."""
    statement = select(CountDecision).where(CountDecision.supersedes_id.is_not(None), CountDecision.reason.is_not(None))
    return db.session.scalars(statement.order_by(CountDecision.decided_at.desc()).limit(50)).all()


@across_audiences("everybody may read when a place was filled: dates and origins only")
def places() -> Sequence[tuple[CountedPlace, Deal]]:
    """The filled places in the order in which they were filled."""
    statement = select(CountedPlace, Deal).join(Deal, Deal.id == CountedPlace.deal_id)
    ordered = statement.order_by(CountedPlace.filled_at, CountedPlace.deal_id)
    return [(place, row) for place, row in db.session.execute(ordered)]


def deals_in_tier(actor: Actor, tier: Tier) -> Sequence[Deal]:
    """The deals behind a number, for officers; their names stay hidden until verification, in the presenter."""
    if not is_officer(actor):
        raise NotFound
    statement = select(Deal).where(Deal.stage.in_(sorted(STAGES_OF_TIER[tier])))
    return db.session.scalars(statement.order_by(Deal.stage_since.desc(), Deal.id)).all()


def introductions_behind_the_number(actor: Actor) -> Sequence[Engagement]:
    """The engagements behind the first number, for officers: dates and states."""
    if not is_officer(actor):
        raise NotFound
    met = select(EngagementMove.engagement_id).where(
        EngagementMove.to_state == State.MUTUAL, EngagementMove.move == "accept"
    )
    statement = select(Engagement).where(Engagement.id.in_(met)).order_by(Engagement.state_since.desc())
    return db.session.scalars(statement).all()
