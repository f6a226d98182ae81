"""How far the pairs of one organisation have come, as it may know it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, or_, select

from marketplace.foundation.actor import Actor
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.matching.models import PairOutcome
from marketplace.matching.rules.outcomes import Outcome, PairState, farthest, state_that_holds
from marketplace.organisations.queries import audiences_of


def pair_states(actor: Actor) -> dict[str, PairState]:
    """By the other organisation: where the pair stands, as far as the one acted for may know."""
    own_id = str(actor.organisation_id)
    found: dict[str, list[PairState]] = defaultdict(list)
    for steps in _steps(actor, own_id):
        last = steps[-1]
        other = last.owner_organisation_id
        if other == own_id:
            other = last.counterparty_organisation_id
        taken = [Outcome(step.outcome) for step in steps]
        found[other].append(
            PairState(taken[-1], last.introduction_id, last.mandate_id, last.happened_at, farthest(taken))
        )
    return {other: state_that_holds(states) for other, states in found.items()}


def resting(states: Mapping[str, PairState], reasons: Mapping[str, datetime] | None = None) -> frozenset[str]:
    """The organisations that are not suggested for now, because it ended not long ago.

    `reasons`: by organisation, when there was last a new mandate or a wish of the reader.
    """
    moment, newest = now(), reasons or {}
    return frozenset(other for other, state in states.items() if state.is_resting(moment, newest.get(other)))


def _steps(actor: Actor, own_id: str) -> list[list[PairOutcome]]:
    """The steps of each introduction that the actor may know of, in their order."""
    mine = or_(PairOutcome.owner_organisation_id == own_id, PairOutcome.counterparty_organisation_id == own_id)
    known = select(PairOutcome).where(mine, PairOutcome.audience_id.in_(audiences_of(actor)))
    steps: dict[str, list[PairOutcome]] = defaultdict(list)
    for row in db.session.scalars(known.order_by(PairOutcome.introduction_id, PairOutcome.number)):
        steps[row.introduction_id].append(row)
    return list(steps.values())


def last_step(introduction_id: str) -> int:
    """How many steps of an introduction are kept."""
    wanted = select(func.max(PairOutcome.number)).where(PairOutcome.introduction_id == introduction_id)
    return db.session.scalar(wanted) or 0
