"""Writing a deal's move into its ledger: part of every service that changes a stage."""

from __future__ import annotations

from marketplace.deals.facts import DealMoved
from marketplace.deals.models import Deal, DealMove
from marketplace.deals.queries.deals import next_deal_position
from marketplace.deals.rules.stages import NEEDS_REASON, Move, Stage, stage_after
from marketplace.foundation.actor import Actor, Refused
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.foundation.journal import record
from marketplace.foundation.versions import touch


def expect_possible(deal: Deal, move: Move) -> Stage:
    """Where the move leads; refused if the table has no such row."""
    after = stage_after(Stage(deal.stage), move)
    if after is None:
        raise Refused("deals.move_not_possible")
    return after


def write_move(actor: Actor, deal: Deal, move: Move, reason: str | None = None) -> None:
    """Add the move to the ledger and bring the deal to its stage."""
    before, after = Stage(deal.stage), expect_possible(deal, move)
    if move in NEEDS_REASON and not reason:
        raise Refused("deals.reason_missing")
    db.session.add(
        DealMove(
            deal_id=deal.id,
            audience_id=deal.audience_id,
            position=next_deal_position(deal.id),
            from_state=before.value,
            move=move.value,
            to_state=after.value,
            reason=reason or None,
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            unit_id=actor.unit_id,
        )
    )
    deal.stage, deal.stage_since = after.value, now()
    touch(deal)
    db.session.flush()
    record(DealMoved(deal.id, move.value, before.value, after.value))
